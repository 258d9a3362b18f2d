import { releaseBase, textIn } from '@digione/contracts'
import type { Release } from '@digione/contracts'
import { importMap } from '../page/import-map.ts'
import { escapeHtml } from '../page/skeleton.ts'
import type { FrameBuild } from './frame-build.ts'
import { framePolicies } from './policy.ts'

export interface FrameSetup {
  readonly build: FrameBuild
  readonly shell: string
  /** Of the frame. */
  readonly origin: string
  readonly release: Pick<Release, 'id' | 'module' | 'manifest' | 'files'> & { readonly entry: NonNullable<Release['entry']> }
  /** What the release takes from whoever mounts it. */
  readonly shared: readonly string[]
}

/** The document of one release's frame. It is the same for everybody: whose it is and where it stands comes over its port. */
export function renderFrame({ build, shell, origin, release, shared }: FrameSetup): { html: string; headers: Record<string, string> } {
  const { id, module, entry, files, manifest } = release
  const legacy = manifest.isolation !== 'link' && manifest.singleSpa ? (manifest.legacy ?? []) : null
  const base = releaseBase(id)
  const integrity = new Map([
    ...[...build.files].map(([path, file]) => [path, file.integrity] as const),
    ...files.map((file) => [base + file.path, file.integrity] as const),
  ])
  const map = importMap(build, [release])
  const link = (rel: string) => (path: string) => `<link rel="${rel}" href="${escapeHtml(path)}" integrity="${integrity.get(path) ?? ''}" crossorigin>`
  const at = (path: string) => base + path
  const preloads = [...build.scripts.slice(1), ...build.scriptsFor(shared), ...[entry.container, ...entry.scripts].map(at)]
  const html = `<!doctype html>
<html lang="fi" data-shell="${escapeHtml(shell)}" data-shared="${escapeHtml(shared.join(' '))}"${legacy ? ` data-legacy="${legacy.join(' ')}"` : ''}>
<head>
<meta charset="utf-8">
<script type="importmap">${map}</script>
<script type="module" src="${build.entry}" integrity="${integrity.get(build.entry) ?? ''}" crossorigin></script>
${preloads.map(link('modulepreload')).join('\n')}
${[...build.styles, ...entry.styles.map(at)].map(link('stylesheet')).join('\n')}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(textIn(manifest.name, 'fi'))}</title>
</head>
<body><div class="d1-module" data-module="${escapeHtml(module)}" data-release="${escapeHtml(id)}"></div></body>
</html>
`
  return { html, headers: framePolicies({ shell, origin, release: base, inline: map, legacy }) }
}
