/** Tells the style sheet where the button is; it decides what to make of it, by the width of the window. */
export function placePopup(popup: HTMLElement, button: DOMRect, align: 'start' | 'end', side: 'below' | 'above' | 'beside'): void {
  popup.dataset['align'] = align
  popup.dataset['side'] = side
  const width = document.documentElement.clientWidth
  const places = {
    top: button.top,
    left: button.left,
    right: width - button.right,
    end: button.right,
    bottom: button.bottom,
    above: window.innerHeight - button.top,
    width: button.width,
  }
  for (const [name, px] of Object.entries(places)) popup.style.setProperty(`--button-${name}`, `${px}px`)
}
