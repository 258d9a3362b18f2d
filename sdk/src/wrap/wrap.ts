import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DigiOneError } from '@digione/contracts'
import type { MountedManifest, SingleSpa } from '@digione/contracts'
import { typeOf } from '@digione/inspection'
import { buildFiles } from '../cli/build-files.ts'
import type { BuildFile } from '../cli/build-files.ts'
import { confine } from '../vite/styles.ts'
import { AROUND, FILES } from '../wrapped/config.ts'
import type { WrappedConfig } from '../wrapped/config.ts'

/** Built with this file, beside it: see scripts/build.ts. */
const CONTAINER = join(import.meta.dirname, '../wrapped/container.js')

/** Of the folder of digione.json, where the application's build is that folder itself: what is the vendor's and not the build's. */
const NOT_BUILT = /^(?:dist|node_modules|sdk)\/|^(?:digione|package|package-lock)\.json$|^vendor\.env$/

/** A file that hands itself to SystemJS, behind comments and directives. */
const REGISTERS = /^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/|;|"use strict"|'use strict')*System(?:JS)?\s*\.\s*register\s*\(/
const IS_MODULE = /^\s*(?:import\s*["'{*\w]|export\s*(?:\{|\*|default|const|let|var|function|class|async))/m

const hashOf = (contents: string | Uint8Array) => createHash('sha256').update(contents).digest('base64url').slice(0, 8)
const textOf = ({ contents }: BuildFile) => new TextDecoder().decode(contents)

export interface Wrapped {
  /** Files of the folder that releases may not hold. */
  readonly leftOut: readonly string[]
}

/**
 * Makes a release of an application that is built already: its files as they are, and a container that mounts it.
 *
 * What its files say stays as it is. Around each that registers itself stands a function, so that it finds its loader and leaves
 * nothing on the window; styles are confined to the module where it may not reach beyond it.
 * @throws {DigiOneError} INPUT_INVALID where a file that the manifest names is not there, or is not of the format that it says.
 */
export async function wrap(folder: string, manifest: MountedManifest, singleSpa: SingleSpa): Promise<Wrapped> {
  const built = join(folder, singleSpa.folder)
  if (/^(?:\.\/)?dist(?:\/|$)/.test(singleSpa.folder)) throw wrong('dist/ is where "digione build" writes. Let the application be built into another folder')
  const all = (await buildFiles(built)).filter(({ path }) => singleSpa.folder !== '.' || !NOT_BUILT.test(path))
  const files = all.filter(({ path }) => typeOf(path) !== null)
  const config: WrappedConfig = {
    entry: singleSpa.entry,
    format: singleSpa.format,
    externals: singleSpa.externals,
    base: singleSpa.base,
    requests: singleSpa.requests,
    props: singleSpa.props,
    runsAs: manifest.isolation === 'frame' ? 'script' : 'module',
  }
  requireNamed(files, singleSpa, built)

  const dist = join(folder, 'dist')
  await rm(dist, { recursive: true, force: true })
  const write = async (path: string, contents: string | Uint8Array) => {
    await mkdir(dirname(join(dist, path)), { recursive: true })
    await writeFile(join(dist, path), contents)
  }
  const mayReach = manifest.legacy?.includes('global-styles') ?? false
  const taken = new Set(Object.values(singleSpa.externals))
  for (const file of files) {
    if (file.path.endsWith('.css') && !mayReach) await write(FILES + file.path, confine(textOf(file), manifest.id))
    else if (singleSpa.format === 'system' && file.path.endsWith('.js') && (taken.has(file.path) || REGISTERS.test(textOf(file))))
      await write(FILES + file.path, AROUND[config.runsAs].before + textOf(file) + AROUND[config.runsAs].after)
    else await write(FILES + file.path, file.contents)
  }
  const container = `const DIGIONE_WRAPPED=${JSON.stringify(config)};\n${await readFile(CONTAINER, 'utf8')}`
  const name = `remoteEntry-${hashOf(container)}.js`
  await write(name, container)
  const js = { sync: config.runsAs === 'module' || singleSpa.format === 'esm' ? [FILES + singleSpa.entry] : [], async: [] }
  const css = { sync: singleSpa.styles.map((path) => FILES + path), async: [] }
  const federation = { metaData: { remoteEntry: { name, path: '' } }, shared: [], exposes: [{ path: './app', assets: { js, css } }] }
  await write('mf-manifest.json', JSON.stringify(federation))
  await write('digione.json', JSON.stringify(manifest, null, 2))
  return { leftOut: all.filter((file) => !files.includes(file)).map(({ path }) => path) }
}

const wrong = (what: string) => new DigiOneError('INPUT_INVALID', '"singleSpa" in digione.json', what)

function requireNamed(files: readonly BuildFile[], { entry, format, externals, styles }: SingleSpa, built: string) {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const missing = [entry, ...Object.values(externals), ...styles].filter((path) => !byPath.has(path))
  if (missing.length > 0) throw wrong(existsSync(built) ? `${built} holds no ${missing.join(', ')}` : `there is no folder ${built}`)
  const text = textOf(byPath.get(entry) as BuildFile)
  if (format === 'system' && !REGISTERS.test(text))
    throw wrong(`${entry} does not begin with System.register${IS_MODULE.test(text) ? ': it is an ES module, so "format" is "esm"' : ''}`)
  if (format === 'esm' && REGISTERS.test(text)) throw wrong(`${entry} begins with System.register, so "format" is "system"`)
}
