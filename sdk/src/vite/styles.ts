import postcss from 'postcss'
import type { AtRule, Root } from 'postcss'
import type { Plugin } from 'vite'

/** Keeps a module's styles on the module's own element: at a build on the finished file, in development on each. */
export function confineStyles(module: string): Plugin[] {
  return [
    {
      name: 'digione:styles',
      apply: 'build',
      enforce: 'post',
      generateBundle: {
        order: 'post',
        handler(_options, bundle) {
          for (const file of Object.values(bundle)) {
            if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = confine(String(file.source), module)
          }
        },
      },
    },
    {
      // After Vite has made plain CSS of whatever it was, and before it makes JavaScript of that.
      name: 'digione:styles:serve',
      apply: 'serve',
      transform: {
        filter: { id: /\.(?:css|scss|sass|less|styl|pcss)(?:$|\?)|[?&]type=style/ },
        handler: (code) => ({ code: confine(code, module), map: null }),
      },
    },
  ]
}

/** Rules that are names for the whole document and mean nothing inside a scope. */
const DOCUMENT_RULES = new Set([
  'keyframes',
  '-webkit-keyframes',
  'font-face',
  'property',
  'counter-style',
  'font-palette-values',
  'font-feature-values',
  'page',
  'view-transition',
  'position-try',
])
/** Statements that only hold at the very beginning. */
const FIRST_RULES = new Set(['charset', 'import', 'namespace'])

/**
 * Wraps styles in `@layer module` and in `@scope` of the module's element.
 *
 * What is meant for `:root`, `html` or `body` is for the module's element. Animations get names of their own, since two
 * modules' `spin` would else be one.
 */
export function confine(css: string, module: string): string {
  const root = postcss.parse(css)
  root.walkComments((comment) => void comment.remove())
  renameAnimations(root, `${module.replaceAll('.', '-')}-`)
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && (rule.parent as AtRule).name.endsWith('keyframes')) return
    if (rule.parent?.type === 'rule') return
    rule.selectors = rule.selectors.map(aimAtModule)
  })
  const first: string[] = []
  const shared: string[] = []
  for (const node of root.nodes.slice()) {
    if (node.type !== 'atrule') continue
    if (FIRST_RULES.has(node.name)) first.push(`${node.toString()};`)
    else if (DOCUMENT_RULES.has(node.name)) shared.push(node.toString())
    else continue
    node.remove()
  }
  // One that stands in a condition takes the condition along.
  root.walkAtRules((rule) => {
    if (!DOCUMENT_RULES.has(rule.name)) return
    let text = rule.toString()
    for (let at = rule.parent; at && at.type === 'atrule'; at = at.parent) text = `@${(at as AtRule).name} ${(at as AtRule).params}{${text}}`
    shared.push(text)
    rule.remove()
  })
  const own = root.toString().trim()
  const scoped = own && `@scope ([data-module="${module}"]){${own}}`
  const layered = shared.join('') + scoped
  return first.join('') + (layered && `@layer module{${layered}}`)
}

/** `html`, `body`, `:root` or `:host`, and what is asked of it, such as `[data-theme="dark"]`. */
const PAGE_PART = /^(?:html|body|:root|:host)(?![\w-])(.*)$/s

/**
 * A browser reads every selector in a scope as standing below the scope's element, so that `body .list` or
 * `html[data-theme="dark"] .list` would never hold. What a selector begins with about the page is moved before the
 * module's element; asked of nothing in particular, it is left out.
 */
function aimAtModule(selector: string): string {
  const parts = selector.split(COMBINATOR)
  const conditions: string[] = []
  while (parts.length > 0) {
    const match = PAGE_PART.exec(parts[0] ?? '')
    if (!match) break
    if (match[1]) conditions.push(match[0])
    parts.shift()
    // The combinator after the last one leads on from the module's element; those between are of no matter.
    if (PAGE_PART.test(parts[1] ?? '')) parts.shift()
  }
  if (parts.length === selector.split(COMBINATOR).length) return selector
  return `${[...conditions, ':scope'].join(' ')}${parts.join('')}`
}

/** What stands between two compounds, kept by `split`; not what is in brackets or parentheses. */
const COMBINATOR = /(\s*[>+~]\s*|\s+)(?![^[]*\])(?![^(]*\))/

function renameAnimations(root: Root, prefix: string) {
  const names = new Set<string>()
  root.walkAtRules(/keyframes$/, (rule) => {
    names.add(rule.params)
    rule.params = prefix + rule.params
  })
  if (names.size === 0) return
  root.walkDecls(/^(?:-webkit-)?animation(?:-name)?$/, (declaration) => {
    declaration.value = declaration.value.replaceAll(/(?<![\w-])[a-zA-Z_-][\w-]*/g, (word) => (names.has(word) ? prefix + word : word))
  })
}
