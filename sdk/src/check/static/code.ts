import { parseAst } from 'vite'
import type { Finding } from '../report.ts'
import { lineAt, scriptsOf, textOf } from './module-facts.ts'
import type { ModuleFacts } from './module-facts.ts'

/** What makes markup of text, as it is written in sources. A framework's own use of it is none of the module's. */
const SINKS: readonly (readonly [RegExp, string])[] = [
  [/\.(innerHTML|outerHTML)\s*[+]?=(?!=)/g, 'makes markup of a text'],
  [/\.(insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment)\s*\(/g, 'makes markup of a text'],
  [/\bdocument\.(write|writeln)\s*\(/g, 'writes into the document'],
  [/\b(dangerouslySetInnerHTML)\b/g, 'makes markup of a text'],
  [/\s(v-html)=/g, 'makes markup of a text, past the platform’s Trusted Types'],
  [/\{(@html)\s/g, 'makes markup of a text, past the platform’s Trusted Types'],
  [/\.(srcdoc)\s*=(?!=)/g, 'makes a document of a text'],
]

/** What runs text as code, and what makes markup of text, in as far as it can be told by reading. The browser tells the rest. */
export function code(module: ModuleFacts): Finding[] {
  const markup = module.sources.flatMap(({ path, code: text }) =>
    SINKS.flatMap(([pattern, what]) =>
      [...text.matchAll(pattern)].map(({ 1: name = '', index }) => ({ text: `${name} ${what}`, file: path, line: lineAt(text, index) })),
    ),
  )
  const run = scriptsOf(module).flatMap((file) => {
    const text = textOf(file)
    // What its frame is opened for is declared, and shown to municipalities.
    if (module.manifest.legacy?.includes('eval')) return []
    return codeOutOfText(text).map(({ what, start }) => placed(module, what, `dist/${file.path}`, lineAt(text, start)))
  })
  return [...markup, ...run]
}

interface Node {
  readonly type: string
  readonly start: number
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function* nodesIn(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesIn(child)
}

const TIMERS = new Set(['setTimeout', 'setInterval'])

function codeOutOfText(text: string): { what: string; start: number }[] {
  let program: Node
  try {
    program = parseAst(text)
  } catch {
    return [{ what: 'cannot be read as a script', start: 0 }]
  }
  return [...nodesIn(program)].flatMap((node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return []
    const { callee, arguments: given } = node as Node & { callee: Node & { name?: string }; arguments: (Node & { value?: unknown })[] }
    const name = callee.type === 'Identifier' ? (callee.name ?? '') : ''
    const isText = given[0]?.type === 'TemplateLiteral' || (given[0]?.type === 'Literal' && typeof given[0].value === 'string')
    if (name === 'eval') return [{ what: 'eval runs a text as code', start: node.start }]
    if (name === 'Function') return [{ what: 'new Function makes code of a text', start: node.start }]
    return TIMERS.has(name) && isText ? [{ what: `${name} runs a text as code`, start: node.start }] : []
  })
}

/** In the sources where one of them says the same, else in the build. */
function placed({ sources }: ModuleFacts, what: string, file: string, line: number): Finding {
  const word = /^(?:new )?\w+/.exec(what)?.[0] ?? what
  const pattern = new RegExp(`\\b${word.replace(' ', '\\s+')}\\s*\\(`)
  const found = sources.find(({ code: text }) => pattern.test(text))
  return found ? { text: what, file: found.path, line: lineAt(found.code, found.code.search(pattern)) } : { text: what, file, line }
}
