// Writes api.md: every name that a vendor can import, with its declaration. A change of the surface is a visible difference.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const DOORS = ['.', './react', './vue', './svelte', './single-spa', './vite', './server', './testing', './register'] as const

/** The report, from the declarations that a build left in `dist/types`. */
export function apiReport(): string {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, { types: string }> }
  const doors = DOORS.map((door) => {
    const file = join(root, exports[door]?.types ?? '')
    const names = namesOf(file)
    const declarations = names.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, from }) => declarationOf(from, name))
    return `## @digione/sdk${door.slice(1)}\n\n\`\`\`ts\n${declarations.join('\n\n')}\n\`\`\`\n`
  })
  return `# The SDK's public interface\n\nWritten by \`npm run api\`; a test fails where it is out of date.\n\n${doors.join('\n')}`
}

interface Exported {
  readonly name: string
  readonly from: string
}

/** What a declaration file exports, and the file that each name is declared in. */
function namesOf(file: string): Exported[] {
  const text = withoutComments(readFileSync(file, 'utf8'))
  const passedOn = [...text.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)].flatMap(([, names = '', from = '']) =>
    names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter(Boolean)
      .map((name) => home({ name, from: join(dirname(file), from.replace(/\.js$/, '.d.ts')) })),
  )
  const own = [...text.matchAll(/^export (?:declare )?(?:interface|type|const|class|function) (\w+)/gm)].map(([, name = '']) => ({ name, from: file }))
  return [...passedOn, ...own]
}

/** Follows a name through the doors that pass it on. */
function home({ name, from }: Exported): Exported {
  return namesOf(from).find((found) => found.name === name) ?? { name, from }
}

/** Every declaration of a name in a file: a schema is a value and a type. */
function declarationOf(file: string, name: string): string {
  const text = withoutComments(readFileSync(file, 'utf8'))
  const starts = [...text.matchAll(new RegExp(`^export (?:declare )?(?:interface|type|const|class|function) ${name}\\b`, 'gm'))].map((match) => match.index)
  if (starts.length === 0) throw new Error(`${name} is not declared in ${file}.`)
  return starts.map((start) => upToItsEnd(text.slice(start))).join('\n')
}

/** A declaration ends with the first `;` outside of brackets, or with the brace that closes its body. */
function upToItsEnd(text: string): string {
  const hasBody = /^export (?:declare )?(?:interface|class)/.test(text)
  let depth = 0
  for (const [at, char] of [...text].entries()) {
    if ('{(['.includes(char)) depth++
    if ('})]'.includes(char)) depth--
    if (depth === 0 && (char === ';' || (hasBody && char === '}'))) return text.slice(0, at + 1)
  }
  return text.trim()
}

const withoutComments = (text: string) =>
  text
    .replaceAll(/\/\*\*?[^]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/\n\s*\n/g, '\n')

if (import.meta.main) writeFileSync(join(root, 'api.md'), apiReport())
