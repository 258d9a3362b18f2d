import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { DigiOneError, VendorKey } from '@digione/contracts'
import type { ReleaseSource } from '@digione/contracts'
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose'
import { z } from 'zod'

const PrivateKey = z.object({ ...VendorKey.shape, d: z.string() })
type PrivateKey = z.infer<typeof PrivateKey>

export interface SigningKey {
  /** What the platform is to know. */
  readonly jwk: VendorKey
  readonly thumbprint: string
  /** Where it is kept; `null`: it came by `DIGIONE_SIGNING_KEY`. */
  readonly file: string | null
  /** @returns A compact JWS. */
  sign(payload: object): Promise<string>
  /** Makes it the key of a client, in the place of the one before. */
  replace(client: string): Promise<void>
}

/** Where this machine keeps keys, unless `DIGIONE_KEYS` names another folder. */
const keysFolder = (env: NodeJS.ProcessEnv = process.env) =>
  env['DIGIONE_KEYS'] ?? join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'digione', 'keys')

/** One key for each client, readable by its owner alone. */
const keyFile = (client: string, folder = keysFolder()) => join(folder, `${client.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.json`)

async function signingKey(input: unknown, from: string, file: string | null): Promise<SigningKey> {
  const parsed = PrivateKey.safeParse(input)
  if (!parsed.success) throw new DigiOneError('CONFIGURATION_INVALID', from, 'it is not the private JWK of an Ed25519 key')
  const { d, ...jwk } = parsed.data
  const thumbprint = await calculateJwkThumbprint(jwk)
  const key = await importJWK({ ...jwk, d }, 'Ed25519')
  return {
    jwk,
    thumbprint,
    file,
    async replace(client) {
      if (file) await rename(file, keyFile(client))
    },
    sign: (payload) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'Ed25519', kid: thumbprint, typ: 'digione-statement+jws' })
        .sign(key),
  }
}

async function makePrivateKey(): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true })
  return PrivateKey.parse(await exportJWK(privateKey))
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Makes a new key and keeps it where the client's key is. */
export async function newSigningKey(client: string, folder?: string): Promise<SigningKey> {
  const file = keyFile(client, folder)
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  const key = await makePrivateKey()
  await writeFile(file, `${JSON.stringify(key)}\n`, { mode: 0o600 })
  return signingKey(key, file, file)
}

/**
 * The key that a client signs releases with: of `DIGIONE_SIGNING_KEY` (a pipeline's secret), else the one that is kept, else a new
 * one.
 * @param folder Where it is kept. @default this machine's folder for keys
 * @throws {DigiOneError} CONFIGURATION_INVALID
 */
export async function readSigningKey(client: string, folder?: string): Promise<SigningKey> {
  const given = process.env['DIGIONE_SIGNING_KEY']
  if (given) return signingKey(jsonOf(given), 'DIGIONE_SIGNING_KEY', null)
  const file = keyFile(client, folder)
  if (!existsSync(file)) return newSigningKey(client, folder)
  return signingKey(jsonOf(await readFile(file, 'utf8')), file, file)
}

/** Where the build comes from, as far as git knows. A folder with changes that are not committed has no commit. */
export function sourceOf(folder: string): ReleaseSource {
  const git = (...args: string[]) => {
    try {
      return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    } catch {
      return ''
    }
  }
  const commit = git('status', '--porcelain', '.') === '' ? git('rev-parse', 'HEAD') : ''
  // An address with somebody's name or password in it stays here.
  const repository = git('remote', 'get-url', 'origin').replace(/^(\w+:\/\/)[^@/]*@/, '$1')
  return { ...(repository ? { repository: repository.slice(0, 300) } : {}), ...(commit ? { commit } : {}) }
}
