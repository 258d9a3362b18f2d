import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'
import { Refusal } from './settings.ts'
import { findModules, ROOT } from './workspace.ts'

const STAMP = join(ROOT, 'node_modules', '.cache', 'digione-build')
const SOURCES = ['shared', 'sdk', 'shell/web', 'apps', 'package-lock.json', 'turbo.json']
const isNoSource = (name: string) => /^(node_modules|dist(-.*)?|\.digione|\.turbo|coverage|test-results)$/.test(name)

/** Changes with every file that a build is made of, by name, size and time. */
function sourceStamp(): string {
  const hash = createHash('sha256').update(process.version)
  const walk = (path: string): void => {
    const facts = statSync(join(ROOT, path))
    if (!facts.isDirectory()) {
      hash.update(`${path} ${facts.size} ${facts.mtimeMs}\n`)
      return
    }
    for (const name of readdirSync(join(ROOT, path)).toSorted()) if (!isNoSource(name)) walk(`${path}/${name}`)
  }
  SOURCES.forEach(walk)
  return hash.digest('hex')
}

const outputs = () => [join(ROOT, 'shell', 'web', 'dist'), join(ROOT, 'sdk', 'dist'), ...findModules().map(({ path }) => join(path, 'dist'))]

/**
 * Builds what has changed. Nothing is started where nothing has changed since the last build, not even the build tool.
 * @throws {Refusal} with the build's own words where it fails.
 */
export async function buildAll(): Promise<{ built: boolean }> {
  const stamp = sourceStamp()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp && outputs().every((path) => existsSync(path))) return { built: false }
  // FORCE_COLOR would put escape codes into what a failure tells.
  const { code, output } = await run(
    join(ROOT, 'node_modules', '.bin', 'turbo'),
    ['run', 'build', '--ui=stream', '--output-logs=errors-only', '--no-update-notifier'],
    {
      cwd: ROOT,
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', TURBO_TELEMETRY_DISABLED: '1' },
      shell: process.platform === 'win32',
    },
  )
  if (code !== 0) throw new Refusal(`The build failed.\n\n${output.trim()}`)
  mkdirSync(join(STAMP, '..'), { recursive: true })
  // Types that a build generates may stand among the sources: the stamp is taken anew.
  writeFileSync(STAMP, sourceStamp())
  return { built: true }
}

/** Changes with the contents of a module's build. */
export function buildHash(folder: string): string {
  const hash = createHash('sha256')
  const walk = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory()) walk(join(path, entry.name))
      else hash.update(`${entry.name}\n`).update(readFileSync(join(path, entry.name)))
    }
  }
  walk(folder)
  return hash.digest('hex')
}
