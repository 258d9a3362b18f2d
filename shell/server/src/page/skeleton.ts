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
        .map((nav) => ({
          group: NAV_GROUPS.indexOf(nav.group),
          order: nav.order,
          href: `/${position.municipality}/${module}${nav.path === '/' ? '' : nav.path}`,
          label: textIn(nav.label, locale),
        })),
    )
    .toSorted((a, b) => a.group - b.group || a.order - b.order)
}

const line = '<span class="d1-skeleton"></span>'

/**
 * What stands in the page until the shell does: its own frame, in the hinted language and theme, with the real navigation.
 *
 * Wears the shell's classes, so that React, which takes its place, changes nothing that is seen. It holds nothing of a person,
 * who is not known yet. Without a hint it is empty: then the public page follows.
 */
export function skeleton({
  hint,
  covered,
  tenant,
  isDesktop,
}: {
  hint: StartHint
  covered: readonly Covered[]
  tenant: Tenant | null
  isDesktop: boolean
}): string {
  const [position] = hint.at
  if (!position) return ''
  const name = tenant ? `<span>${escapeHtml(textIn(tenant.name, hint.locale))}</span>` : ''
  const links = navigationOf(covered, position, hint.locale).map(
    ({ href, label }) => `<a class="nav-link" href="${escapeHtml(href)}"><span class="nav-label">${escapeHtml(label)}</span></a>`,
  )
  const waiting = isDesktop ? line.repeat(3) : `<span class="d1-skeleton skeleton-title"></span>${line.repeat(3)}`
  return `<div class="frame" aria-busy="true"><div class="top"><span class="wordmark"><span class="wordmark-own">DigiOne</span>${name}</span></div><div class="rail rail-waiting"><nav class="navigation">${links.join('')}</nav></div><main class="main"><div class="skeleton" data-size="page">${waiting}</div></main><div class="tabs" aria-hidden="true"></div></div>`
}
