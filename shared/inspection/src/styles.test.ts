import { expect, test } from 'vitest'
import { reachBeyondModule } from './styles.ts'

const scoped = (css: string) => `@layer module{@scope ([data-module="acme.tasks"]){${css}}}`

test.each([
  ['nothing', ''],
  ['rules of the module’s element', scoped('*{display:none}h2{color:red}@media print{a{color:red}}')],
  ['names for the document', '@layer module{@font-face{font-family:X}@keyframes acme-tasks-spin{to{rotate:1turn}}@media print{@property --x{syntax:"*"}}}'],
  ['the other quotes', `@layer module {\n  @scope ([data-module='acme.tasks']) {\n    * {\n    }\n  }\n}`],
  ['comments', `/* a */${scoped('/* b */')}`],
])('%s may be published', (_, css) => expect(reachBeyondModule(css, 'acme.tasks')).toBeNull())

test.each([
  ['a rule of the whole page', '*{display:none}'],
  ['a rule beside the scope', '@layer module{h2{color:red}}'],
  ['a rule in a condition beside the scope', '@layer module{@media print{h2{color:red}}}'],
  ['another layer', `@layer theirs{@scope ([data-module="acme.tasks"]){h2{color:red}}}`],
  ['no layer', '@scope ([data-module="acme.tasks"]){h2{color:red}}'],
  ['the scope of another module', '@layer module{@scope ([data-module="attendance"]){h2{color:red}}}'],
  ['a scope of the page', '@layer module{@scope (body){h2{color:red}}}'],
  ['a scope of several', '@layer module{@scope ([data-module="acme.tasks"],body){h2{color:red}}}'],
  ['an import', '@import "https://elsewhere.example/a.css";'],
  ['an order of layers', '@layer module,shell;'],
])('%s may not', (_, css) => expect(reachBeyondModule(css, 'acme.tasks')).toMatch(/^line 1 holds outside/))

test('what is not CSS is refused by its line', () => expect(reachBeyondModule('\n\n}', 'acme.tasks')).toBe('line 3 is not CSS'))
