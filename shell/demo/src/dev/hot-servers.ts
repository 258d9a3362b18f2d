import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { freePort } from '../start/backends.ts'
import { endChild } from '../start/end-child.ts'
import { Refusal } from '../start/settings.ts'
import { digioneProgram, type FoundModule, ROOT } from '../start/workspace.ts'

/** A development server, which answers below its base on the shell's own origin. */
export interface HotServer {
  /** `/@module/timetable/` */
  readonly base: string
  readonly port: number
  /** The script of its own that stands before the shell's in each page, below the base. */
  readonly first: string
}

/** Where the shell's own sources are served. */
export const SHELL_BASE = '/@shell/'

/** Modules whose sources are served: those that are built here. */
export const isServed = ({ path, manifest }: FoundModule) => manifest.isolation !== 'link' && existsSync(join(path, 'vite.config.ts'))

const READY_WITHIN_MS = 60_000

interface Program {
  readonly script: string
  readonly args: readonly string[]
  readonly cwd: string
  /** Of what it writes, what is of interest; `null` for what is not. */
  readonly tell: (line: string) => string | null
}

const viteProgram = () => join(dirname(createRequire(join(ROOT, 'shell/web/package.json')).resolve('vite/package.json')), 'bin/vite.js')

/** What Vite says of itself, and where it was when it met a mistake. */
const IS_NO_NEWS = /^\s+at |VITE v|➜|optimi[sz]|^\s*$/

const programOfShell = (port: number): Program => ({
  script: viteProgram(),
  args: ['--base', SHELL_BASE, '--host', '127.0.0.1', '--port', String(port), '--strictPort', '--clearScreen', 'false'],
  cwd: join(ROOT, 'shell/web'),
  tell(line) {
    const [, shown] = /(?:hmr update|page reload) \/?(.*)/.exec(line) ?? []
    if (shown) return `Shown anew: shell/web/${shown}`
    return IS_NO_NEWS.test(line) ? null : line
  },
})

const programOfModule = ({ path }: FoundModule, port: number, release: string): Program => ({
  script: digioneProgram(),
  args: ['dev', '--serve', release, '--port', String(port)],
  cwd: path,
  tell: (line) => (/is served below|^Stopped\.$/.test(line) ? null : line),
})

async function untilReady({ base, port }: HotServer, child: ChildProcess, words: () => string): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}${base}@vite/client`, { method: 'HEAD' }).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) throw new Refusal(`Nothing serves ${base}.\n\n${words()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/**
 * Serves the sources of the shell and of these modules, each by a process of its own.
 *
 * @param releaseOf The folder that gets the release which leads to a module's sources.
 * @param say Hears what is shown anew, and what goes wrong.
 * @throws {Refusal} with a server's own words where it does not come up.
 */
export async function startHotServers(
  modules: readonly FoundModule[],
  releaseOf: (module: FoundModule) => string,
  say: (text: string) => void,
): Promise<{ readonly list: readonly HotServer[]; stop(): Promise<void> }> {
  const children: ChildProcess[] = []
  let isStopping = false
  const stop = async () => {
    isStopping = true
    await Promise.all(children.map(endChild))
  }
  // Also where this process ends before it has stopped them.
  process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')))

  async function start(server: HotServer, { script, args, cwd, tell }: Program): Promise<HotServer> {
    const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
      cwd,
      // A group of its own: Ctrl-C on the terminal is for this process, which ends the other in its turn.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'development', NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    children.push(child)
    let words = ''
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        words = `${words}${line}\n`.slice(-2000)
        const told = tell(stripVTControlCharacters(line))
        if (told !== null && told.trim() !== '') say(told)
      })
    }
    child.once('exit', (code, signal) => void (isStopping || say(`What serves ${server.base} ended (${signal ?? code}).`)))
    await untilReady(server, child, () => words)
    return server
  }

  try {
    const list = await Promise.all([
      freePort().then((port) => start({ base: SHELL_BASE, port, first: 'dev/first.ts' }, programOfShell(port))),
      ...modules.map(async (module) => {
        const port = await freePort()
        return start({ base: `/@module/${module.manifest.id}/`, port, first: '@digione/first.js' }, programOfModule(module, port, releaseOf(module)))
      }),
    ])
    return { list, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
