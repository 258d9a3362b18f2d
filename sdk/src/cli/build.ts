import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readManifest } from '../vite/manifest.ts'
import { writeTypes } from './write-types.ts'

/** Types, then the module's build into `dist/`. A link has nothing but its manifest; what is built already is wrapped as it is. */
export async function buildModule(folder: string): Promise<{ text: string; module: string; version: string }> {
  const manifest = readManifest(folder)
  const built = (what: string) => ({ text: `${what} ${manifest.id} ${manifest.version} into dist/.`, module: manifest.id, version: manifest.version })
  const dist = join(folder, 'dist')
  if (manifest.isolation === 'link') {
    await rm(dist, { recursive: true, force: true })
    await mkdir(dist)
    await writeFile(join(dist, 'digione.json'), JSON.stringify(manifest, null, 2))
    return built('Built')
  }
  if (manifest.singleSpa) {
    const { wrap } = await import('../wrap/wrap.ts')
    const { leftOut } = await wrap(folder, manifest, manifest.singleSpa)
    const { text, ...facts } = built('Wrapped')
    return { text: leftOut.length > 0 ? `${text} Left out, since releases hold no such files: ${leftOut.join(', ')}.` : text, ...facts }
  }
  await writeTypes(folder)
  if (!existsSync(join(folder, manifest.entry))) throw new Error(`There is no ${manifest.entry}. Set "entry" in digione.json to the file that exports the app.`)
  // A production build whatever the surroundings say: a development one would carry another React.
  process.env['NODE_ENV'] = 'production'
  // Loaded where it is needed: what is wrapped needs no bundler.
  const { build } = await import('vite')
  await build({ root: folder, logLevel: 'warn' })
  return built('Built')
}
