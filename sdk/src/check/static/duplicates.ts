import { SHARED } from '@digione/inspection'
import type { Finding } from '../report.ts'
import { scriptsOf, textOf } from './module-facts.ts'
import type { ModuleFacts } from './module-facts.ts'

const LENT = new Set(Object.keys(SHARED).map((name) => name.split('/')[0] ?? name))
/** What is left of the React that the platform lends in a build of whatever tool. Another major, which it does not lend, may come along. */
const REACT_MARK = 'react.transitional.element'
const ROOT = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//

/** Copies of what the platform lends, and packages that are there twice. */
export function duplicates(module: ModuleFacts): Finding[] {
  const roots = new Map<string, Set<string>>()
  for (const { path } of module.build?.sources ?? []) {
    const [, root, name] = ROOT.exec(path) ?? []
    if (root && name) roots.set(name, (roots.get(name) ?? new Set()).add(root))
  }
  const lent = [...roots.keys()].filter((name) => LENT.has(name))
  const marked = scriptsOf(module).filter((file) => textOf(file).includes(REACT_MARK))
  return [
    ...lent.map((name) => ({ text: `the build carries ${name}, which the platform lends: two copies of it on one page do not work together`, file: 'dist' })),
    ...(lent.length === 0
      ? marked.map(({ path }) => ({ text: 'the build carries a React of its own beside the one that the platform lends', file: `dist/${path}` }))
      : []),
    ...[...roots]
      .filter(([, found]) => found.size > 1)
      .map(([name, found]) => ({ text: `${name} is in the build ${found.size} times: ${[...found].join(', ')}`, file: 'dist' })),
  ]
}
