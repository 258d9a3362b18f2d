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

const WHOLE_PAGE = /^(?::root|html|body|:host)$/
/** The last compound of a selector, and what stands before it. */
const LAST_COMPOUND = /^(.*[\s>+~])?((?::root|html|body|:host)(?![\w-])[^\s>+~]*)$/s

/** A selector whose subject is the page becomes one whose subject is the module's element; ancestors outside of it may stay. */
function aimAtModule(selector: string): string {
  const match = LAST_COMPOUND.exec(selector)
  if (!match) return selector
  const [, before = '', last = ''] = match
  return WHOLE_PAGE.test(last)
    ? /(?:^|[\s>+~])(?:html|:root)[\s>+~]*$/.test(before) && !/[[.#]/.test(before)
      ? ':scope'
      : `${before.replace(/[>+~]\s*$/, ' ')}:scope`
    : `${before}${last} :scope`
}

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
