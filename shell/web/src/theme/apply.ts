import type { Theme } from '@digione/contracts'

/**
 * Dresses the document: the scheme in force and the municipality's colour.
 *
 * Set through the object model, since the content security policy knows no inline styles.
 */
export function applyTheme({ scheme, brand }: Theme, root: HTMLElement = document.documentElement): void {
  root.dataset['theme'] = scheme
  if (/^#[\da-f]{6}$/i.test(brand)) root.style.setProperty('--d1-brand', brand)
}
