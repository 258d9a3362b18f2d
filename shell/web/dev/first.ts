// Stands before the shell in each page of `npm run dev`: readies React for edited components before there is a React, and tells of
// what could not be compiled.
// @ts-expect-error Vite's plugin for React serves it: there is no file to type.
// oxlint-disable-next-line import/no-absolute-path -- it has this address and no other
import * as served from '/@react-refresh'

const refresh: { injectIntoGlobalHook(window: Window): void } = served
refresh.injectIntoGlobalHook(window)
// What tries whether it may make code from words would be reported, as the policy forbids that.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
Object.assign(window, { $RefreshReg$: () => {}, $RefreshSig$: () => (type: unknown) => type })

interface CompileError {
  readonly err: { readonly message: string; readonly frame?: string; readonly loc?: { readonly file?: string; readonly line: number; readonly column: number } }
}

/** The development client, which stands first of all, shows it. */
const tell = (text: string | null) => document.dispatchEvent(new CustomEvent('digione:development', { detail: text }))
const never = () => new Promise(() => {})

let hasFailed = false
addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLScriptElement) hasFailed = true
  },
  { capture: true },
)
// Vite gives it to whoever names it like this.
const hot = import.meta.hot
hot?.on('vite:error', ({ err: { message, frame, loc } }: CompileError) =>
  tell(['shell/web:', message, loc && `${loc.file}:${loc.line}:${loc.column}`, frame].filter(Boolean).join('\n')),
)
// The development client waits for what comes after it: Vite's own way is a worker, which the policy would report.
hot?.on('vite:ws:disconnect', never)
// It also waits with a new document where there is unsaved work.
hot?.on('vite:beforeFullReload', () => {
  document.dispatchEvent(new Event('digione:development-reload'))
  return never()
})
hot?.on('vite:beforeUpdate', () => {
  tell(null)
  // What did not come to stand cannot be exchanged in parts.
  if (hasFailed) location.reload()
})
