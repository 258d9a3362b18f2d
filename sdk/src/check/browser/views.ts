import type { Me, MountedManifest } from '@digione/contracts'
import type { Finding } from '../report.ts'
import { CARD } from './visitor.ts'
import type { View, Visitor } from './visitor.ts'

/** Whether a path of an address is one of a declared path's. */
export function isPathOf(declared: string, path: string): boolean {
  const [wanted, given] = [declared.split('/'), (path.split(/[?#]/)[0] ?? '').split('/')]
  return wanted.length === given.length && wanted.every((part, index) => (part.startsWith(':') ? (given[index] ?? '') !== '' : part === given[index]))
}

/** A declared path without parameters comes first: `/groups/new` before `/groups/:group`. */
export const declaredPathOf = (manifest: MountedManifest, path: string): string | undefined =>
  Object.keys(manifest.paths)
    .toSorted((a, b) => Number(a.includes(':')) - Number(b.includes(':')))
    .find((declared) => isPathOf(declared, path))

/**
 * Finds and opens every view that the visitor's role has: the card, the paths without parameters, and the others by links that
 * were met or by the vendor's examples.
 *
 * @returns What did not come up. Those that did are the visitor's views.
 */
export async function findViews(visitor: Visitor, manifest: MountedManifest, examples: readonly string[]): Promise<Finding[]> {
  const problems: Finding[] = []
  const role = visitor.role as MountedManifest['roles'][number]
  visitor.base = await baseOf(visitor, manifest.id)
  const serves = (roles: readonly string[] | undefined) => roles === undefined || roles.includes(role)
  const paths = Object.entries(manifest.paths).flatMap(([path, { roles }]) => (serves(roles) ? [path] : []))
  const left = new Set(paths)
  const waiting: View[] = []
  const want = (path: string) => {
    const declared = declaredPathOf(manifest, path)
    if (declared === undefined || !left.delete(declared)) return
    waiting.push({ name: declared, slot: 'page', address: visitor.base + (path === '/' ? '' : path) })
  }
  if (manifest.slots['desktop.card.v1'] && serves(manifest.slots['desktop.card.v1'].roles)) waiting.push(CARD)
  for (const path of [...paths.filter((path) => !path.includes(':')), ...examples]) want(path)
  for (let view = waiting.shift(); view; view = waiting.shift()) {
    const wrong = await visitor.tryOut(view)
    problems.push(...wrong)
    if (wrong.length > 0) continue
    visitor.views.push(view)
    for (const path of await linksIn(visitor, view)) {
      if (declaredPathOf(manifest, path) === undefined)
        visitor.tell('host', { ...visitor.here, text: `a link leads to ${path}, which digione.json does not declare under "paths"` })
      want(path)
    }
  }
  return problems
}

/** Declared paths that nobody came to. */
export function unseenPaths(manifest: MountedManifest, seen: readonly View[]): Finding[] {
  const names = new Set(seen.map(({ name }) => name))
  return Object.keys(manifest.paths)
    .filter((path) => !names.has(path))
    .map((path) => ({
      text: `no link leads to ${path}, so nobody has looked at it`,
      view: path,
      fix: `Link to it, or give an example in package.json: "digione": { "check": { "paths": ["${path.replaceAll(/:(\w+)/g, 'example')}"] } }.`,
    }))
}

/** Paths below the module's base that links of the view lead to. */
async function linksIn(visitor: Visitor, view: View): Promise<string[]> {
  const base = visitor.base
  const links = await visitor.page.locator(`${visitor.selector(view)} a[href]`).evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).pathname))
  return links.filter((path) => path === base || path.startsWith(`${base}/`)).map((path) => path.slice(base.length) || '/')
}

/** `/espoo/homework`: by a link of the shell's, or, where it has none to the module, by what the platform says of the person. */
async function baseOf(visitor: Visitor, module: string): Promise<string> {
  const { page } = visitor
  await page.locator('[data-nav]').first().waitFor({ state: 'attached' })
  const addresses = await page.locator('a[href]').evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).pathname))
  const own = addresses.find((path) => path.split('/')[2] === module)
  return own ? own.split('/').slice(0, 3).join('/') : `/${await municipalityOf(visitor)}/${module}`
}

async function municipalityOf({ page, role }: Visitor): Promise<string> {
  const answered = page.waitForResponse((answer) => answer.ok() && new URL(answer.url()).pathname === '/api/me')
  await page.reload()
  const { contexts } = (await (await answered).json()) as Pick<Me, 'contexts'>
  await page.locator('[data-nav]').first().waitFor({ state: 'attached' })
  return contexts.find((context) => context.role === role)?.municipality ?? ''
}
