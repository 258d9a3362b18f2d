import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is outside `apps/` and becomes part of the product, or configures it. */
const PLACES = ['shared', 'sdk', 'shell', 'package.json', 'turbo.json', '.oxlintrc.json']
/** What is generated, and what exercises the whole from outside, with the demo's modules by their names. */
const NOT_READ = new Set([
  'node_modules',
  'dist',
  'dist-frame',
  'dist-vault',
  'dist-worker',
  '.turbo',
  '.digione',
  'test-results',
  'e2e',
  'bench',
  'testing',
  'fixtures',
  'specimen',
])
const OTHER_WORDS = /matters|^\s*type: 'library',$|page\.on\('console'/i
const isCode = (name: string) => /\.(tsx?|m?js|css|json|html)$/.test(name) && !/\.test\.tsx?$/.test(name)

/** The modules' own ids, read from their manifests. */
export function moduleIds(root: string): string[] {
  const apps = join(root, 'apps')
  return readdirSync(apps)
    .map((folder) => join(apps, folder, 'digione.json'))
    .filter((manifest) => existsSync(manifest))
    .map((manifest) => (JSON.parse(readFileSync(manifest, 'utf8')) as { id: string }).id)
}

function codeFiles(root: string, path: string): string[] {
  const entries = readdirSync(join(root, path), { withFileTypes: true })
  return entries.flatMap((entry) => {
    if (NOT_READ.has(entry.name)) return []
    const inside = `${path}/${entry.name}`
    return entry.isDirectory() ? codeFiles(root, inside) : isCode(entry.name) ? [inside] : []
  })
}

/** Comments may give examples, and a file's neighbour may be called what it likes. Lines stay where they are. JSON has no comments, but globs. */
const withoutWords = (file: string, code: string) =>
  file.endsWith('.json')
    ? code
    : code
        .replaceAll(/(?<=^|[\s({,])\/\*[\s\S]*?\*\//gm, (comment) => comment.replaceAll(/[^\n]/g, ' '))
        .replaceAll(/(^|\s)\/\/.*$/gm, '')
        .replaceAll(/(from|import) '\.[^']*'/g, '')

/**
 * Where code outside `apps/` names a module: as a string, or as a part of an address, a selector, an event's or a package's name.
 *
 * A guardianship's matters are the domain's own words, and one is called as a module is: a line that speaks of matters may name it.
 * So is what an inventory of software calls a package, and what a browser's driver calls what a page says.
 * @returns `file:line` and the line.
 */
export function namedModules(root: string): string[] {
  const ids = moduleIds(root).map((id) => id.replaceAll('.', '\\.'))
  const name = new RegExp(`['"\`/.@#?=:-](${ids.join('|')})['"\`/.@#?&:]`)
  const files = PLACES.flatMap((place) => (isCode(place) ? [place] : codeFiles(root, place)))
  return files.flatMap((file) =>
    withoutWords(file, readFileSync(join(root, file), 'utf8'))
      .split('\n')
      .flatMap((line, at) => (name.test(line) && !OTHER_WORDS.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
  )
}
