import { NAV_GROUPS, textIn } from '@digione/contracts'
import type { StartHint, Tenant } from '@digione/contracts'
import type { Covered } from './coverage.ts'

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

/** What the first position's navigation holds, as far as it is known before log-in. */
export function navigationOf(covered: readonly Covered[], position: StartHint['at'][number], locale: string): { href: string; label: string }[] {
  return covered
    .flatMap(({ start: { manifest, module } }) =>
      manifest.nav
        .filter(({ roles }) => (roles ?? manifest.roles).includes(position.role))
        .map((nav) => ({ group: NAV_GROUPS.indexOf(nav.group), order: nav.order, href: `/${position.municipality}/${module}${nav.path === '/' ? '' : nav.path}`, label: textIn(nav.label, locale) })),
    )
    .toSorted((a, b) => a.group - b.group || a.order - b.order)
}

/**
 * What stands in the page until the shell does: its real layout, in the hinted language and theme, with the real navigation.
 *
 * React takes its place. It holds nothing of a person, who is not known yet.
 */
export function skeleton({ hint, covered, tenant, isDesktop }: { hint: StartHint; covered: readonly Covered[]; tenant: Tenant | null; isDesktop: boolean }): string {
  const [position] = hint.at
  const name = escapeHtml(tenant ? textIn(tenant.name, hint.locale) : 'DigiOne')
  if (!position) return `<div class="start" aria-busy="true"><header class="start-top"><span>DigiOne</span></header></div>`
  const links = navigationOf(covered, position, hint.locale).map(({ href, label }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(label)}</a></li>`)
  const waiting = isDesktop ? '<div class="start-cards"><i></i><i></i><i></i></div>' : '<i class="start-title"></i><i></i><i></i><i></i>'
  return `<div class="start" aria-busy="true"><nav class="start-rail"><p>${name}</p><ul>${links.join('')}</ul></nav><header class="start-top"></header><main class="start-main">${waiting}</main></div>`
}
