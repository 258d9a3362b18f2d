import postcss, { CssSyntaxError, type ChildNode } from 'postcss'

/** At-rules that name something for the whole document and style nothing by themselves. */
const NAMING = new Set([
  'keyframes',
  '-webkit-keyframes',
  'font-face',
  'property',
  'counter-style',
  'font-palette-values',
  'font-feature-values',
  'position-try',
])
/** Conditions that may stand around those. */
const CONDITIONS = new Set(['media', 'supports', 'container'])

/**
 * Whether a stylesheet styles nothing but its module: all that it holds stands in `@layer module`, and every rule in
 * `@scope` of the module's own element, as the SDK's build writes it.
 *
 * @returns Why not, with the line; `null` where it does.
 */
export function reachBeyondModule(css: string, module: string): string | null {
  const scope = `([data-module="${module}"])`
  const mayStand = (node: ChildNode): boolean => {
    if (node.type === 'comment') return true
    if (node.type !== 'atrule') return false
    if (node.name === 'scope') return node.params.replaceAll("'", '"').replaceAll(/\s/g, '') === scope
    return NAMING.has(node.name) || (CONDITIONS.has(node.name) && (node.nodes ?? []).every(mayStand))
  }
  let sheet: postcss.Root
  try {
    sheet = postcss.parse(css)
  } catch (error) {
    if (error instanceof CssSyntaxError) return `line ${error.line} is not CSS`
    throw error
  }
  for (const node of sheet.nodes) {
    if (node.type === 'comment') continue
    const isLayer = node.type === 'atrule' && node.name === 'layer' && node.params === 'module' && node.nodes !== undefined
    const stray = isLayer ? node.nodes?.find((inner) => !mayStand(inner)) : node
    if (stray) return `line ${stray.source?.start?.line ?? 1} holds outside of the module; build it with @digione/sdk/vite, which confines styles`
  }
  return null
}
