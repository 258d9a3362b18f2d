import { existsSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A name that nobody can have known: the old one, spelled backwards. */
export const madeUp = (id: string) => [...id].toReversed().join('')

interface Manifest {
  readonly id: string
  readonly scopes?: readonly { readonly id: string }[]
  readonly publishes?: readonly string[]
  readonly hears?: readonly string[]
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Manifest

function textFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : textFiles(path)
    return /\.(json|m?[jt]s|tsx|vue|svelte|css)$/.test(entry.name) ? [path] : []
  })
}

const escaped = (text: string) => text.replaceAll('.', '\\.')

/**
 * Gives every module below `apps/` another id, and with it whatever a manifest derives from it: its folder, its package, the
 * names of its events and scopes, everywhere in `apps/`. Nothing else is touched.
 * @returns The new ids by the old ones.
 */
export function renameApps(root: string): Map<string, string> {
  const apps = join(root, 'apps')
  const folders = readdirSync(apps).filter((folder) => existsSync(join(apps, folder, 'digione.json')))
  const manifests = folders.map((folder) => read(join(apps, folder, 'digione.json')))
  const ids = new Map(manifests.map(({ id }) => [id, madeUp(id)]))
  const declared = manifests.flatMap(({ scopes = [], publishes = [], hears = [] }) => [...scopes.map(({ id }) => id), ...publishes, ...hears])
  const derived = [...new Set(declared)].flatMap((name) => {
    const owner = [...ids.keys()].find((id) => name.startsWith(`${id}.`))
    return owner === undefined ? [] : [{ from: name, to: `${madeUp(owner)}${name.slice(owner.length)}` }]
  })

  for (const file of textFiles(apps)) {
    let text = readFileSync(file, 'utf8')
    for (const { from, to } of derived) text = text.replaceAll(new RegExp(`(?<![\\w.])${escaped(from)}(?![\\w])`, 'g'), to)
    for (const [id, name] of ids) {
      if (basename(file) === 'digione.json') text = text.replace(`"id": "${id}",`, `"id": "${name}",`)
      if (basename(file) === 'package.json') text = text.replaceAll(`@digione/app-${id}"`, `@digione/app-${name}"`)
    }
    writeFileSync(file, text)
  }
  for (const folder of folders) renameSync(join(apps, folder), join(apps, madeUp(folder)))

  // What `npm install` would do, and write into the lock file.
  const scope = join(root, 'node_modules', '@digione')
  for (const link of readdirSync(scope).filter((name) => name.startsWith('app-'))) {
    const folder = basename(readlinkSync(join(scope, link)))
    rmSync(join(scope, link))
    symlinkSync(join('..', '..', 'apps', madeUp(folder)), join(scope, `app-${madeUp(folder)}`))
  }
  return ids
}
