import { textIn } from '@digione/contracts'
import type { Start, Tenant } from '@digione/contracts'
import { importMap, scriptJson } from './import-map.ts'
import { filesAtOnce, integrityIn } from './coverage.ts'
import type { Covered } from './coverage.ts'
import { frameSource, shellPolicies } from './policy.ts'
import type { ShellBuild } from './shell-build.ts'
import { escapeHtml, skeleton } from './skeleton.ts'

const NO_SCRIPT = {
  fi: 'DigiOne tarvitsee JavaScriptin. Ota se käyttöön selaimen asetuksista.',
  sv: 'DigiOne behöver JavaScript. Tillåt det i webbläsarens inställningar.',
  en: 'DigiOne needs JavaScript. Allow it in the browser’s settings.',
}
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230b57a4'/%3E%3Cpath d='M9 8h7a8 8 0 0 1 0 16H9z' fill='none' stroke='%23fff' stroke-width='3'/%3E%3C/svg%3E"

export interface DocumentSetup {
  readonly build: ShellBuild
  readonly origins: { readonly shell: string; readonly session: string; readonly modules: string }
  readonly hint: Start['hint']
  readonly tenants: Readonly<Record<string, Tenant>>
  /** Releases that the import map covers. */
  readonly covered: readonly Covered[]
  /** More that it covers, of which nothing is fetched or drawn ahead. */
  readonly also: readonly Covered[]
  /** Those of `covered` whose files the page needs at once. */
  readonly atOnce: readonly Covered[]
  readonly isDesktop: boolean
  /** What seals are checked with. */
  readonly keys: Start['keys']
  /** Other origins that the page is going to ask: connected to while it is being loaded. */
  readonly greeted: readonly string[]
}

/** The HTML answer: everything that the first paint of the shell and of the addressed module needs is named in it. */
export function renderDocument({ build, origins, hint, tenants, covered, also, atOnce, isDesktop, keys, greeted }: DocumentSetup): {
  html: string
  headers: Record<string, string>
} {
  const tenant = tenants[hint.at[0]?.municipality ?? ''] ?? null
  const start: Start = {
    hint,
    tenants: { ...tenants },
    releases: Object.fromEntries([...covered, ...also].map((one) => [one.start.id, one.start])),
    vault: origins.session,
    modules: origins.modules,
    build: build.id,
    keys,
  }
  const map = importMap(
    build,
    [...covered, ...also].map(({ start: { id }, files }) => ({ id, files })),
  )
  const own = (path: string) => build.files.get(path)?.integrity ?? ''
  const messages = build.messagesOf(hint.locale)
  const preloads = [
    ...[...build.scripts.slice(1), ...(messages ? [messages] : [])].map((path) => [path, own(path)] as const),
    ...atOnce.flatMap((one) => filesAtOnce(one).scripts.map((path) => [path, integrityIn(one, path)] as const)),
  ]
  const styles = [
    ...build.styles.map((path) => [path, own(path)] as const),
    ...atOnce.flatMap((one) => filesAtOnce(one).styles.map((path) => [path, integrityIn(one, path)] as const)),
  ]

  const html = `<!doctype html>
<html lang="${escapeHtml(hint.locale)}" data-theme="${hint.theme}">
<head>
<meta charset="utf-8">
<script data-vault="${escapeHtml(origins.session)}" data-frames="${escapeHtml(frameSource(origins.modules))}" data-brand="${escapeHtml(tenant?.brand ?? '')}">${build.boot}</script>
${greeted.map((origin) => `<link rel="preconnect" href="${escapeHtml(origin)}" crossorigin>\n`).join('')}<script type="importmap">${map}</script>
<script type="module" src="${build.entry}" integrity="${own(build.entry)}" crossorigin></script>
${preloads.map(([href, integrity]) => `<link rel="modulepreload" href="${escapeHtml(href)}" integrity="${integrity}" crossorigin>`).join('\n')}
${styles.map(([href, integrity]) => `<link rel="stylesheet" href="${escapeHtml(href)}" integrity="${integrity}" crossorigin>`).join('\n')}
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>DigiOne</title>
<link rel="icon" href="${ICON}">
</head>
<body>
<script type="application/json" id="digione-start">${scriptJson(start)}</script>
<div id="digione">${skeleton({ hint, covered, tenant, isDesktop })}</div>
<noscript><p>${escapeHtml(textIn(NO_SCRIPT, hint.locale))}</p></noscript>
</body>
</html>
`
  return { html, headers: shellPolicies({ ...origins, inline: [build.boot, map] }) }
}
