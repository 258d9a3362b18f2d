import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { Refusal } from './start/settings.ts'
import { ROOT } from './start/workspace.ts'

const LockFile = z.object({
  name: z.string(),
  version: z.string(),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
})

const hashOf = (integrity: string) => {
  const [algorithm = '', digest = ''] = integrity.split('-')
  return { alg: algorithm.replace(/^sha/, 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') }
}

/**
 * The inventory of what a lock file brings, without tools of development, as CycloneDX 1.5.
 *
 * Not `npm sbom`: it lists nothing at all where two tools disagree about a version, and without them it leaves out what a
 * workspace bundles into the browser, React among it.
 */
export function inventoryOf(lockFile: unknown, now: Date) {
  const { name, version, packages } = LockFile.parse(lockFile)
  const components = new Map<string, object>()
  for (const [path, { version: its = '', license, integrity, link, dev, optional }] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || link || dev) continue
    const itsName = path.split('node_modules/').at(-1) ?? ''
    const purl = `pkg:npm/${itsName.replace('@', '%40')}@${its}`
    components.set(purl, {
      type: 'library',
      'bom-ref': purl,
      name: itsName,
      version: its,
      purl,
      scope: optional ? 'optional' : 'required',
      ...(license ? { licenses: [{ license: { id: license } }] } : {}),
      ...(integrity ? { hashes: [hashOf(integrity)] } : {}),
    })
  }
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${randomUUID()}`,
    version: 1,
    metadata: { timestamp: now.toISOString(), component: { type: 'application', 'bom-ref': name, name, version } },
    components: [...components.values()],
  }
}

/** `npm run sbom -- <file>` */
export async function sbomCommand(args: readonly string[]): Promise<void> {
  const [file, ...more] = args
  if (!file || file.startsWith('-') || more.length > 0) throw new Refusal('Say where to: npm run sbom -- <file>')
  const inventory = inventoryOf(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')), new Date())
  const path = resolve(process.env['INIT_CWD'] ?? '.', file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(inventory, null, 2)}\n`)
  process.stdout.write(`Wrote ${path}: ${inventory.components.length} components.\n`)
}
