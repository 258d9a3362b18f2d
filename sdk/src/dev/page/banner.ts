import { textIn } from '@digione/contracts'
import type { Text } from '@digione/contracts'

const WORDS = {
  told: {
    fi: 'Kehitystila: moduulin ”{name}” koodi tulee tältä koneelta (digione dev).',
    sv: 'Utvecklingsläge: koden för modulen ”{name}” kommer från den här datorn (digione dev).',
    en: 'Development: the code of the module “{name}” comes from this machine (digione dev).',
  },
  close: { fi: 'Piilota ilmoitus', sv: 'Dölj meddelandet', en: 'Hide this notice' },
} satisfies Record<string, Text>

const STYLE = `
:host { display: block; position: relative; z-index: 1; }
p { display: flex; gap: 12px; align-items: center; margin: 0; padding: 4px 12px; background: #5b3a00; color: #fff; font: 14px/1.4 system-ui, sans-serif; }
span { flex: 1; }
button { min-inline-size: 28px; min-block-size: 28px; border: 1px solid currentColor; border-radius: 6px; background: none; color: inherit; font: inherit; cursor: pointer; }
button:focus-visible { outline: 2px solid #fff; outline-offset: 2px; }
@media print { :host { display: none; } }
`
const HIDDEN = 'digione-dev-banner'

/** Says above everything, and above nothing, which module comes from this machine. Follows the page's language. */
export function showBanner(name: Text) {
  if (sessionStorage.getItem(HIDDEN)) return
  const banner = document.createElement('digione-dev-banner')
  const root = banner.attachShadow({ mode: 'open' })
  const style = new CSSStyleSheet()
  style.replaceSync(STYLE)
  root.adoptedStyleSheets = [style]
  const line = document.createElement('p')
  line.setAttribute('role', 'status')
  const told = document.createElement('span')
  const close = document.createElement('button')
  close.type = 'button'
  close.textContent = '×'
  line.append(told, close)
  root.append(line)
  const speak = () => {
    const language = document.documentElement.lang || 'en'
    banner.lang = language
    told.textContent = textIn(WORDS.told, language).replace('{name}', () => textIn(name, language))
    close.setAttribute('aria-label', textIn(WORDS.close, language))
  }
  speak()
  const follow = new MutationObserver(speak)
  follow.observe(document.documentElement, { attributeFilter: ['lang'] })
  close.addEventListener('click', () => {
    follow.disconnect()
    banner.remove()
    sessionStorage.setItem(HIDDEN, 'yes')
  })
  document.body.prepend(banner)
}
