import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '@digione/contracts'
import { CONTAINER } from './container.ts'

/** A version that was never published: one is published once, and this one is never to be confused with a real one. */
export const developmentVersion = (version: string) => `${version.split('-')[0]}-dev.${Date.now().toString(36)}`

/**
 * Writes a development release: the manifest as it stands, and a container that leads on to the development server.
 *
 * It goes through the registry as every release does, and holds nothing of the module: on a platform without `digione dev` in
 * front there is nothing at the address that it leads to, and `Integrity-Policy` would refuse to run it.
 *
 * @param to Folder that gets it as its `dist/`. @param base Where the development server answers.
 */
export async function writeDevelopmentRelease(manifest: Manifest, to: string, base: string): Promise<void> {
  const dist = join(to, 'dist')
  await rm(dist, { recursive: true, force: true })
  await mkdir(dist, { recursive: true })
  await writeFile(join(dist, 'digione.json'), JSON.stringify(manifest, null, 2))
  if (manifest.isolation === 'link') return
  const code = `// A development release: its code is what "digione dev" serves.\nexport { get, init } from '${base}${CONTAINER}'\n`
  const container = `remoteEntry-${createHash('sha256').update(code).digest('base64url').slice(0, 8)}.js`
  await writeFile(join(dist, container), code)
  const none = { sync: [], async: [] }
  await writeFile(
    join(dist, 'mf-manifest.json'),
    JSON.stringify({
      metaData: { name: manifest.id, remoteEntry: { name: container, path: '' } },
      shared: [],
      exposes: [{ path: './app', assets: { js: none, css: none } }],
    }),
  )
}
