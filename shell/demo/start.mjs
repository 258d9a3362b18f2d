// The one command: runs on any Node from 20.19 with nothing installed, installs what the lock file says, and goes on in the repository's own Node.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))

/** Whether node_modules holds what the lock file says. Packages for other platforms may be absent. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false
  const wanted = read('package-lock.json').packages
  const there = read(join('node_modules', '.package-lock.json')).packages
  return Object.entries(wanted).every(([path, wants]) => {
    if (!path.includes('node_modules/')) return true
    const has = there[path]
    if (!has) return wants.optional === true || wants.devOptional === true
    return wants.link ? has.resolved === wants.resolved : has.version === wants.version
  })
}

/** The Node that the lock file brings, which npm links by the platform's own package. */
function ownNode() {
  const packages = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]
  const candidates = packages.flatMap((name) => ['bin/node', 'bin/node.exe'].map((path) => join(root, 'node_modules', name, path)))
  return candidates.find((path) => existsSync(path))
}

if (!isInstalled()) {
  process.stdout.write('Installing what package-lock.json names …\n')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']]
  const installed = spawnSync(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: !npm && process.platform === 'win32',
  })
  if (installed.status !== 0) {
    process.stderr.write('The packages could not be installed; npm says why above.\n')
    process.exit(installed.status ?? 1)
  }
}

const node = ownNode()
if (!node) {
  process.stderr.write(
    `There is no Node for ${process.platform} ${process.arch} among the packages. Linux (x64, arm64), macOS (x64, arm64) and Windows (x64) are served.\n`,
  )
  process.exit(1)
}

/** With this exit code `npm run dev` asks to be started again, in a new process. */
const AGAIN = 75
const [command = 'start', ...rest] = process.argv.slice(2)
/** The benchmark is a program of its own; everything else is the launcher's. */
const program = command === 'bench' ? ['shell/bench/src/main.ts'] : ['shell/demo/src/main.ts', command]
let child
function launch(...more) {
  child = spawn(node, ['--import', join(root, 'shared/loopback/src/index.ts'), join(root, program[0]), ...program.slice(1), ...rest, ...more], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}` },
  })
  child.on('exit', (code, signal) => (code === AGAIN ? launch('--again') : process.exit(signal ? 1 : (code ?? 1))))
}
launch()
// Ctrl-C reaches the child by itself; this process stays until the child has stopped.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
