import { icons, type IconName } from '../icons/icons.generated.ts'
import type { ElementDefinition } from './element.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** Decoration unless it has a `label`. A name nobody knows draws a plain package, so that a row of icons keeps its rhythm. */
export const icon: ElementDefinition<'name' | 'label'> = {
  tag: 'd1-icon',
  attributes: ['name', 'label'],
  draw(element) {
    setOrRemove(element, 'role', element.label && 'img')
    setOrRemove(element, 'aria-label', element.label)
    element.replaceChildren(...(element.name ? [createIcon(element.name)] : []))
  },
}

export function createIcon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', 'd1-svg')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', Object.hasOwn(icons, name) ? icons[name as IconName] : icons.package)
  svg.append(path)
  return svg
}

function setOrRemove(element: Element, attribute: string, value: string) {
  if (value) element.setAttribute(attribute, value)
  else element.removeAttribute(attribute)
}
