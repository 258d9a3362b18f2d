// Stands first in every page of `npm run dev`: shows what has been built since, why a build failed, and what the content security
// policy would have blocked.
;(() => {
  const { generation } = document.currentScript.dataset
  const AGAIN_AFTER_MS = 300
  let box = null

  /** The overlay's part of that kind, made where it is not there yet. */
  function part(kind) {
    if (!box?.isConnected) {
      box = document.createElement('section')
      box.setAttribute('aria-label', 'Development')
      Object.assign(box.style, {
        position: 'fixed',
        inset: 'auto 0 0 0',
        maxHeight: '45vh',
        overflow: 'auto',
        zIndex: '2147483647',
        margin: '0',
        padding: '0.75rem 3rem 0.75rem 0.75rem',
        background: '#3b0a0a',
        color: '#fff',
        font: '13px/1.4 ui-monospace, monospace',
        whiteSpace: 'pre-wrap',
      })
      const close = document.createElement('button')
      close.type = 'button'
      close.textContent = '×'
      close.setAttribute('aria-label', 'Close')
      Object.assign(close.style, {
        position: 'absolute',
        top: '0.5rem',
        right: '0.5rem',
        padding: '0.25rem 0.75rem',
        border: '1px solid currentColor',
        borderRadius: '6px',
        background: 'none',
        color: 'inherit',
        cursor: 'pointer',
      })
      close.addEventListener('click', () => box.remove())
      box.append(close)
      // The body may not be there yet.
      document.documentElement.append(box)
    }
    const found = box.querySelector(`[data-kind="${kind}"]`)
    if (found) return found
    const made = document.createElement('div')
    made.dataset.kind = kind
    box.append(made)
    return made
  }

  function show(kind, text, isMore = false) {
    const line = document.createElement('p')
    line.style.margin = '0 0 0.25rem'
    line.textContent = text
    if (isMore) part(kind).append(line)
    else part(kind).replaceChildren(line)
  }

  function take(kind) {
    box?.querySelector(`[data-kind="${kind}"]`)?.remove()
    if (!box?.querySelector('[data-kind]')) box?.remove()
  }

  const hasUnsavedWork = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))

  let waiting
  function reload() {
    if (!hasUnsavedWork()) {
      location.reload()
      return
    }
    show('waiting', 'Here is unsaved work: the page is loaded anew once it is saved or given up.')
    clearTimeout(waiting)
    waiting = setTimeout(reload, 1000)
  }

  function hear() {
    const events = new EventSource('/@dev/events')
    events.addEventListener('state', (event) => {
      const state = JSON.parse(event.data)
      if (state.failure) show('failure', state.failure)
      else take('failure')
      if (state.generation !== generation) reload()
    })
    // A stream that was answered with an error is not opened again by itself, and a server that starts anew answers so.
    events.addEventListener('error', () => {
      if (events.readyState === EventSource.CLOSED) setTimeout(hear, AGAIN_AFTER_MS)
    })
  }
  hear()

  // What of the shell's sources could not be compiled.
  document.addEventListener('digione:development', ({ detail }) => (detail ? show('compile', detail) : take('compile')))

  document.addEventListener('digione:development-reload', reload)

  /** Whose code that is: a release's address names its module. */
  const whose = (file) => /\/(?:releases|@module)\/([^/]+)\//.exec(file)?.[1] ?? (file ? 'the shell' : 'the document')

  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber, columnNumber, sample }) => {
    const where = sourceFile ? ` (${sourceFile}:${lineNumber}:${columnNumber})` : ''
    const what = `${blockedURI || 'inline'}${sample ? ` "${sample}"` : ''}`
    show('policy', `Content security policy: ${whose(sourceFile)}: ${effectiveDirective} forbids ${what}${where}`, true)
  })
})()
