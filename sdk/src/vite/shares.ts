import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { z } from 'zod'

/** What the shell lends: by package, every entry point that is lent on its own. An entry that is not named would be bundled whole. */
const LENT: Readonly<Record<string, readonly string[]>> = {
  react: ['react', 'react/jsx-runtime'],
  'react-dom': ['react-dom', 'react-dom/client'],
  zustand: ['zustand'],
  i18next: ['i18next'],
  'react-i18next': ['react-i18next'],
}

const Package = z.object({ dependencies: z.record(z.string(), z.string()).default({}), peerDependencies: z.record(z.string(), z.string()).default({}) })
const Installed = z.object({ version: z.string() })

/** A version or a range of one, and not the address of a package. */
const IS_RANGE = /^(?:[\^~<>=]+\s*)?v?(?:\d|x|\*)/

export interface Share {
  /** What is imported: a package, or an entry point of it. */
  readonly name: string
  readonly package: string
  /** What package.json asks for; `*` where it names no version. */
  readonly range: string
}

/** The shell's libraries that the module depends on, by its package.json. They never get into its bundle. */
export function sharesOf(folder: string): Share[] {
  const { dependencies, peerDependencies } = Package.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const wanted = { ...peerDependencies, ...dependencies }
  return Object.entries(LENT).flatMap(([name, entries]) => {
    const range = wanted[name]
    return range === undefined ? [] : entries.map((entry) => ({ name: entry, package: name, range: IS_RANGE.test(range) ? range : '*' }))
  })
}

/** The version that the module is built with. */
export const installedVersion = (folder: string, name: string): string =>
  Installed.parse(JSON.parse(readFileSync(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`), 'utf8'))).version
