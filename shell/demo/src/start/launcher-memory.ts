import { createPrivateKey, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. @see RFC 8410 */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

const Keepsakes = z.object({
  /** Secrets that this stack's parts share, by name; made when first asked for. */
  secrets: z.record(z.string(), z.string()).default({}),
  /** What was published last, by module: the version that its manifest has, and the hash of the build. */
  signedReleases: z.record(z.string(), z.object({ version: z.string(), build: z.string() })).default({}),
})

type Published = z.infer<typeof Keepsakes>['signedReleases'][string]

/** What the launcher remembers between starts, in `launcher.json` of the data folder. */
export class LauncherMemory {
  readonly #file: string
  readonly #kept: z.infer<typeof Keepsakes>

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#file = join(folder, 'launcher.json')
    this.#kept = Keepsakes.parse(existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {})
  }

  secret(name: string): string {
    const known = this.#kept.secrets[name]
    if (known) return known
    const secret = randomBytes(32).toString('base64url')
    this.#kept.secrets[name] = secret
    this.#write()
    return secret
  }

  /** A vendor's key to sign releases with, as a private JWK. */
  signingKey(vendor: string): { kty: 'OKP'; crv: 'Ed25519'; x: string; d: string } {
    const seed = Buffer.from(this.secret(`vendor key ${vendor}`), 'base64url')
    const key = createPrivateKey({ key: Buffer.concat([ED25519, seed]), format: 'der', type: 'pkcs8' })
    const { x = '', d = '' } = key.export({ format: 'jwk' })
    return { kty: 'OKP', crv: 'Ed25519', x, d }
  }

  lastPublished(module: string): Published | undefined {
    return this.#kept.signedReleases[module]
  }

  rememberPublished(module: string, release: Published): void {
    this.#kept.signedReleases[module] = release
    this.#write()
  }

  forgetPublished(): void {
    this.#kept.signedReleases = {}
    this.#write()
  }

  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#kept, null, 2), { mode: 0o600 })
    renameSync(`${this.#file}.new`, this.#file)
  }
}
