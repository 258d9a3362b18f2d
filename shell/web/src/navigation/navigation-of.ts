import type { Context, MyContext, StartRelease, Text } from '@digione/contracts'
import { moduleBase } from '../state/route.ts'
import type { Route } from '../state/route.ts'

/** One entry of the navigation. */
export interface NavItem {
  readonly module: string
  readonly label: Text
  readonly icon: string
  readonly href: string
  /** Leaves the platform: a system that the city has besides it. */
  readonly external: 'same-tab' | 'new-tab' | null
  readonly group: NavGroup
}

export const NAV_ORDER = ['teaching', 'everyday', 'communication', 'administration', 'other'] as const
export type NavGroup = (typeof NAV_ORDER)[number]

const serves = (roles: readonly string[] | undefined, context: Pick<Context, 'role'>) => !roles || roles.includes(context.role)

/** What the manifests of the modules that are on offer to somebody in this context, in the order of their purpose. */
export function navigationOf(context: MyContext, releaseOf: (id: string) => StartRelease | null): NavItem[] {
  const entries = context.modules.flatMap(({ release }) => {
    const found = releaseOf(release)
    return found && serves(found.manifest.roles, context) ? entriesOf(found, context) : []
  })
  return entries.toSorted((a, b) => NAV_ORDER.indexOf(a.item.group) - NAV_ORDER.indexOf(b.item.group) || a.order - b.order).map(({ item }) => item)
}

function entriesOf({ module, manifest }: StartRelease, context: MyContext): { readonly item: NavItem; readonly order: number }[] {
  if (manifest.isolation === 'link') {
    const declared = manifest.nav.find((nav) => serves(nav.roles, context))
    const item: NavItem = {
      module,
      label: declared?.label ?? manifest.name,
      icon: declared?.icon ?? manifest.icon,
      href: manifest.link.url,
      external: manifest.link.opens,
      group: declared?.group ?? 'other',
    }
    return [{ item, order: declared?.order ?? 100 }]
  }
  const base = moduleBase(context.municipality, module)
  return manifest.nav
    .filter((nav) => serves(nav.roles, context))
    .map(({ label, icon, path, group, order }) => ({
      item: { module, label, icon, href: path === '/' ? base : `${base}${path}`, external: null, group },
      order,
    }))
}

/** The entry that the page in view belongs to: of a module's entries the most exact. */
export function currentItem(items: readonly NavItem[], route: Route): NavItem | null {
  if (route.kind !== 'module') return null
  const base = moduleBase(route.municipality, route.module)
  const here = `${base}${route.path.split(/[?#]/)[0]}`.replace(/\/$/, '')
  const fitting = items.filter(({ href, external }) => !external && (here === href || here.startsWith(`${href}/`)))
  return fitting.toSorted((a, b) => b.href.length - a.href.length)[0] ?? null
}

/** The same entries by purpose, without the purposes that have none. */
export function byGroup(items: readonly NavItem[]): { readonly group: NavGroup; readonly items: readonly NavItem[] }[] {
  return NAV_ORDER.map((group) => ({ group, items: items.filter((item) => item.group === group) })).filter(({ items: some }) => some.length > 0)
}
