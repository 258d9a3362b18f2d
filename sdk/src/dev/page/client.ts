import type { Text } from '@digione/contracts'
import { showBanner } from './banner.ts'
import { createPanel } from './panel.ts'
import type { Panel } from './panel.ts'

export interface PageFacts {
  /** Of the one module that is developed, which the page tells; `null` where everything that it shows is. */
  readonly name: Text | null
  /** The module's folder on the developer's machine. */
  readonly folder: string
  /** The module's base on this origin. */
  readonly base: string
}

/** The part of Vite's `import.meta.hot` that is used here. */
interface Hot {
  on(event: string, run: (payload: never) => void | Promise<void>): void
  send(event: string, payload?: unknown): void
}
interface CompileError {
  readonly err: { readonly message: string; readonly frame?: string; readonly loc?: { readonly file?: string; readonly line: number; readonly column: number } }
}

/** What went wrong while the module ran, with its stack as the browser has it. */
export interface RunError {
  readonly message: string
  readonly stack: string
}

/** Where the mistake is, for those tools that do not say so in their message. */
function placeOf({ message, loc }: CompileError['err']): string | null {
  if (!loc?.file) return null
  const place = `${loc.line}:${loc.column}`
  return message.includes(place) ? null : `${loc.file}:${place}`
}

/** In the words of Chromium, Firefox and WebKit. */
const CANNOT_FETCH = /dynamically imported module|Importing a module script failed/i

/** Shows in the page whose code is developed here, and what goes wrong with it. */
export function startClient(hot: Hot, facts: PageFacts) {
  if (parent === window) startInPage(hot, facts)
  else startInFrame(hot, facts)
}

/** In a frame of the module's. The page around it shows what goes wrong, and is loaded anew with the frame in it. */
function startInFrame(hot: Hot, { base }: PageFacts) {
  watchErrors(base, (error) => hot.send('digione:error', { ...error, isFramed: true }))
  // Vite waits for it before it loads the document anew, which the shell takes for a frame that went astray.
  const never = () => new Promise<void>(() => {})
  hot.on('vite:beforeFullReload', never)
  hot.on('vite:ws:disconnect', never)
}

/** Hears of each error in the module's code, and of what the policies refuse to it. */
function watchErrors(base: string, show: (error: RunError) => void) {
  const told = new WeakSet<object>()
  function tell(error: unknown) {
    // Why it cannot be fetched is told by itself.
    if (error instanceof Error && CANNOT_FETCH.test(error.message)) return
    // The same one comes several ways: to whoever caught it, and on.
    if (!(error instanceof Error) || told.has(error) || !error.stack?.includes(base)) return
    told.add(error)
    show({ message: `${error.name}: ${error.message}`, stack: error.stack })
  }
  addEventListener('error', ({ error }) => tell(error))
  addEventListener('unhandledrejection', ({ reason }) => tell(reason))
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber, columnNumber }) => {
    if (!sourceFile?.includes(base)) return
    const message = `The platform's content security policy refuses this: ${effectiveDirective} forbids ${blockedURI || 'inline'}`
    show({ message, stack: `${message}\n    at ${sourceFile}:${lineNumber}:${columnNumber}` })
  })
  // What a framework or the shell caught, it writes there.
  const write = console.error.bind(console)
  console.error = (...words: unknown[]) => {
    write(...words)
    words.filter((word) => word instanceof Error).forEach(tell)
  }
}

function startInPage(hot: Hot, { name, base, folder }: PageFacts) {
  const panel = createPanel()
  watchErrors(base, (error) => {
    panel.add('run', error.message)
    hot.send('digione:error', error)
  })
  hot.on('digione:error-in-frame', ({ text }: { text: string }) => panel.add('run', text))
  hot.on('digione:placed', ({ message, text }: { message: string; text: string }) => panel.replace('run', message, text))
  let hasFailedInFrame = false
  hot.on('digione:failed-in-frame', () => void (hasFailedInFrame = true))
  hot.on('digione:changed', async () => {
    if (!hasFailedInFrame) return
    await untilSaved(panel)
    location.reload()
  })
  hot.on('digione:manifest', ({ problem }: { problem: string | null }) => (problem ? panel.set('manifest', problem) : panel.clear('manifest')))
  hot.on('vite:error', ({ err }: CompileError) =>
    panel.set('compile', [err.message, placeOf(err), err.frame].filter(Boolean).join('\n').replaceAll(`${folder}/`, '')),
  )
  hot.on('vite:beforeUpdate', () => {
    panel.clear('compile')
    panel.clear('run')
  })
  // Vite's own way of waiting is a worker, which the platform's policy refuses; it waits for this promise first.
  hot.on('vite:ws:disconnect', async () => {
    panel.set('gone', 'digione dev has stopped. This page goes on when it runs again.')
    await untilBack(base)
    panel.clear('gone')
    await untilSaved(panel)
    location.reload()
    await new Promise(() => {})
  })
  // Vite waits for it before it loads the page anew.
  hot.on('vite:beforeFullReload', () => untilSaved(panel))
  if (name) showBanner(name)
}

const ASK_AGAIN_AFTER_MS = 500

/** As the browser would ask whoever leaves the page. */
const hasUnsavedWork = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))

async function untilSaved(panel: Panel) {
  while (hasUnsavedWork()) {
    panel.set('waiting', 'Here is unsaved work: the page is loaded anew once it is saved or given up.')
    await pause()
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER_MS))

async function untilBack(base: string) {
  const isBack = () =>
    fetch(`${base}@vite/client`, { method: 'HEAD' }).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isBack())) await pause()
}
