import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { readManifest } from '../vite/manifest.ts'
import { writeTypes } from './write-types.ts'

/** Types, then the module's build into `dist/`. A link has nothing but its manifest. */
export async function buildModule(folder: string): Promise<{ text: string; module: string; version: string }> {
  const manifest = readManifest(folder)
  const dist = join(folder, 'dist')
  if (manifest.isolation === 'link') {
    await rm(dist, { recursive: true, force: true })
    await mkdir(dist)
    await writeFile(join(dist, 'digione.json'), JSON.stringify(manifest, null, 2))
  } else {
    await writeTypes(folder)
    if (!existsSync(join(folder, manifest.entry)))
      throw new Error(`There is no ${manifest.entry}. Set "entry" in digione.json to the file that exports the app.`)
    // A production build whatever the surroundings say: a development one would carry another React.
    process.env['NODE_ENV'] = 'production'
    await build({ root: folder, logLevel: 'warn' })
  }
  return { text: `Built ${manifest.id} ${manifest.version} into dist/.`, module: manifest.id, version: manifest.version }
}
