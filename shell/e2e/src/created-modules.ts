import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const run = promisify(execFile)

export const TEMPLATES = ['react', 'vue', 'svelte', 'vanilla', 'single-spa'] as const
export type Template = (typeof TEMPLATES)[number]

/** The module that was created with this template. */
export const createdModule = (template: Template) => `made-in-${template}`

export interface CreatedModules {
  /** As `DIGIONE_MODULES` takes it. */
  readonly folder: string
  remove(): void
}

/** A vendor's machine, with the packed SDK and nothing else of this repository. */
export async function openVendorMachine() {
  const folder = mkdtempSync(join(tmpdir(), 'digione-created-'))
  // Its keys are its own.
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter), DIGIONE_KEYS: join(folder, 'keys') }
  await run(process.execPath, [join(ROOT, 'sdk/scripts/vendor-machine.ts'), folder], { env })
  const digione = (cwd: string, ...args: string[]) =>
    run(process.execPath, [join(folder, 'node_modules/@digione/sdk/bin/digione.js'), ...args], { cwd, env: { ...env, NODE_ENV: undefined } })
  return { folder, digione, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The gates that read a build. Its types take a checker of its framework, and have a test with one. */
const READ = 'manifest,texts,settings,build,files,weight,shares,duplicates,apis,code,styles'

/** A vendor creates a module with each template, builds it, and has it checked. */
export async function createModules(): Promise<CreatedModules> {
  const { folder, digione, remove } = await openVendorMachine()
  await Promise.all(
    TEMPLATES.map(async (template) => {
      const id = createdModule(template)
      await digione(folder, 'create', id, '--template', template, '--vendor', 'Acme Oy', '--contact', 'tuki@acme.example', '--name', `Läksyt ${template}`)
      await digione(join(folder, id), 'build')
      await digione(join(folder, id), 'check', '--no-browser', '--only', READ)
    }),
  )
  return { folder, remove }
}
