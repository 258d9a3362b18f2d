import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildFederation } from './fixtures/federation.ts'
import { buildMonolith } from './fixtures/monolith.ts'
import { buildPlatformModule } from './fixtures/platform-module.ts'
import { buildQiankun } from './fixtures/qiankun.ts'
import { buildSingleSpa } from './fixtures/single-spa.ts'
import { BUILT, SOURCES } from './fixtures/folders.ts'

const SDK = join(import.meta.dirname, '..', '..', '..', 'sdk')

/** How many modules are registered in the main comparison, and in the comparison of sizes. */
export const SIZES = [20, 200, 1000] as const

const BUILDERS = { monolith: buildMonolith, 'single-spa': buildSingleSpa, qiankun: buildQiankun, federation: buildFederation } as const
export type StaticVariant = keyof typeof BUILDERS
export const STATIC_VARIANTS = Object.keys(BUILDERS) as StaticVariant[]

/** The federation plugin was still at a host with 1,000 remotes after seven minutes, so there is none. */
const LARGEST: Partial<Record<StaticVariant, number>> = { federation: 200 }
export const sizesOf = (variant: StaticVariant) => SIZES.filter((size) => size <= (LARGEST[variant] ?? Infinity))

/** Changes with every file that is in one of the folders or is one of the files. */
function stampOf(paths: readonly string[]): string {
  const hash = createHash('sha256')
  const walk = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).toSorted()) walk(join(path, name))
    else hash.update(path).update(readFileSync(path))
  }
  paths.forEach(walk)
  return hash.digest('hex')
}

/** Where a variant's files are, for so many modules. */
export const builtVariant = (variant: StaticVariant, size: number) => join(BUILT, `${variant}-${size}`, 'site')
export const builtModule = () => join(BUILT, 'platform', 'dist')

/** Builds one folder of `BUILT`, unless it was built last from these very sources. */
async function unlessBuilt(name: string, sources: readonly string[], build: (folder: string) => Promise<void>): Promise<void> {
  const folder = join(BUILT, name)
  const stamp = join(folder, 'stamp')
  const wanted = stampOf([join(SOURCES, 'page'), join(import.meta.dirname, 'fixtures'), ...sources])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await build(folder)
  writeFileSync(stamp, wanted)
}

/** Builds every variant in every size, and the module for the platform, as far as something has changed. */
export async function buildFixtures(say: (text: string) => void): Promise<void> {
  for (const variant of STATIC_VARIANTS) {
    for (const size of sizesOf(variant)) {
      await unlessBuilt(`${variant}-${size}`, [join(SOURCES, variant)], async (folder) => {
        say(`Building ${variant} with ${size} modules …`)
        const work = join(folder, 'work')
        cpSync(join(SOURCES, variant), join(work, 'src'), { recursive: true })
        cpSync(join(SOURCES, 'page'), join(work, 'src', 'page'), { recursive: true })
        const modules = moduleNames(size)
        writeFileSync(join(work, 'src', 'modules.ts'), `export const MODULES: readonly string[] = ${JSON.stringify(modules)}\n`)
        await BUILDERS[variant]({ work, site: builtVariant(variant, size), modules })
      })
    }
  }
  await unlessBuilt('platform', [join(SOURCES, 'platform'), join(SDK, 'src'), join(SDK, 'dist')], async (folder) => {
    say('Building the module for the platform …')
    await buildPlatformModule(folder)
  })
}

/** `m001`, `m002`, … */
export const moduleNames = (size: number) => Array.from({ length: size }, (_, at) => `m${String(at + 1).padStart(3, '0')}`)
