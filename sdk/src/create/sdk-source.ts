import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'

interface PackedFile {
  readonly file: string
  readonly name: string
}

/**
 * Where a new module gets the SDK from, and the sandbox that `digione dev` starts: a version of the registry, or packed files, which
 * it takes along. `sandbox` is `null` where none lies beside the packed SDK.
 */
export type SdkSource = { readonly version: string } | (PackedFile & { readonly sandbox: PackedFile | null })

const Versioned = z.object({ version: z.string() })
const Dependent = z.object({ dependencies: z.record(z.string(), z.string()).default({}), devDependencies: z.record(z.string(), z.string()).default({}) })
const isPacked = (path: string) => /\.(?:tgz|tar\.gz)$/.test(path)

/**
 * The source that was named, or that this very copy of the SDK came from.
 *
 * @param home The folder of this copy of the SDK.
 * @throws {Error} where the named one is neither a packed file that is there nor a version.
 */
export function sdkSource(named: string | undefined, cwd: string, home: string): SdkSource {
  if (named !== undefined) {
    if (isPacked(named)) return packed(resolve(cwd, named), `--sdk: there is no ${resolve(cwd, named)}.`)
    if (/^[~^]?\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(named)) return { version: named }
    throw new Error(`--sdk is "${named}". It has to be a version such as 0.1.0, or a packed SDK such as digione-sdk-0.1.0.tgz.`)
  }
  const file = installedFrom(home)
  return file ? packed(file, '') : { version: Versioned.parse(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))).version }
}

function packed(file: string, problem: string): SdkSource {
  if (!existsSync(file)) throw new Error(problem)
  const name = basename(file)
  const beside = { file: join(dirname(file), name.replace('sdk', 'sandbox')), name: name.replace('sdk', 'sandbox') }
  return { file, name, sandbox: beside.name !== name && existsSync(beside.file) ? beside : null }
}

/** The packed file that npm, or npx in its cache, installed this copy from. `null` for one of the registry. */
function installedFrom(home: string): string | null {
  const modules = dirname(dirname(home))
  if (basename(modules) !== 'node_modules') return null
  try {
    const project = dirname(modules)
    const { dependencies, devDependencies } = Dependent.parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')))
    const spec = dependencies['@digione/sdk'] ?? devDependencies['@digione/sdk'] ?? ''
    const file = spec.startsWith('file:') && isPacked(spec) ? resolve(project, spec.slice('file:'.length)) : null
    return file && existsSync(file) ? file : null
  } catch {
    return null
  }
}
