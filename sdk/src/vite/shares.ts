import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What the shell lends: by package, every entry point that is negotiated on its own. An entry that is not named would be bundled whole. */
const LENT: Readonly<Record<string, readonly string[]>> = {
  react: ['react', 'react/jsx-runtime'],
  'react-dom': ['react-dom', 'react-dom/client'],
  zustand: ['zustand'],
  i18next: ['i18next'],
  'react-i18next': ['react-i18next'],
}

const Package = z.object({ dependencies: z.record(z.string(), z.string()).default({}), peerDependencies: z.record(z.string(), z.string()).default({}) })

export interface Share {
  readonly import: false
  readonly singleton: true
  readonly suppressMissingImportWarning: true
}

/** The shell's libraries that the module depends on, by its package.json. They never get into its bundle. */
export function sharesOf(folder: string): Record<string, Share> {
  const { dependencies, peerDependencies } = Package.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const used = Object.keys(LENT).filter((name) => name in dependencies || name in peerDependencies)
  const share: Share = { import: false, singleton: true, suppressMissingImportWarning: true }
  return Object.fromEntries(used.flatMap((name) => LENT[name] ?? []).map((entry) => [entry, share]))
}
