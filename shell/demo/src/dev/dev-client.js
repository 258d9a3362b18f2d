// Stands in every page of `npm run dev`: reloads after a build, and shows what the content security policy would have blocked.
const events = new EventSource('/@dev/events')
events.addEventListener('built', () => location.reload())
events.addEventListener('failed', (event) => show('build', JSON.parse(event.data)))

let box = null

function show(kind, text) {
  if (!box) {
    box = document.createElement('section')
    box.setAttribute('aria-label', 'Development')
    const close = document.createElement('button')
    close.textContent = '×'
    close.addEventListener('click', () => {
      box.remove()
      box = null
    })
    box.append(close)
    Object.assign(box.style, {
      position: 'fixed',
      inset: 'auto 0 0 0',
      maxHeight: '45vh',
      overflow: 'auto',
      zIndex: '2147483647',
      margin: '0',
      padding: '0.75rem',
      background: '#3b0a0a',
      color: '#fff',
      font: '13px/1.4 ui-monospace, monospace',
      whiteSpace: 'pre-wrap',
    })
    document.body.append(box)
  }
  const line = document.createElement('p')
  line.style.margin = '0 0 0.25rem'
  line.textContent = `${kind}: ${text}`
  box.append(line)
}

document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
  show('content security policy', `${effectiveDirective} blocks ${blockedURI || 'inline'} (${sourceFile || 'document'}:${lineNumber})`)
})
