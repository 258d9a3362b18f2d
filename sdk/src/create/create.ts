import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CreateFlags } from './answers.ts'
import { answersByAsking } from './by-asking.ts'
import { moduleFiles } from './module-files.ts'
import type { Terminal } from './prompts.ts'
import { sdkSource } from './sdk-source.ts'
import type { Template } from './templates.ts'
import { answersWithoutAsking } from './without-asking.ts'

export interface CreateOptions extends CreateFlags {
  /** A packed SDK or a version. @default what this copy came from */
  readonly sdk?: string | undefined
  /** Takes every default, and asks nothing. */
  readonly yes?: boolean | undefined
  /** Installs the packages too. */
  readonly install?: boolean | undefined
}

export interface Created {
  readonly text: string
  readonly folder: string
  readonly id: string
  readonly template: Template
  readonly files: readonly string[]
}

/** This copy of the SDK: the nearest folder above that has a package.json. */
function home(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

/**
 * Makes a new module in a folder of its own.
 *
 * @param terminal Where to ask for what the options leave open; `null` asks nothing.
 * @throws {Error} with every reason, and then nothing was written.
 */
export async function create(options: CreateOptions, cwd: string, terminal: Terminal | null): Promise<Created> {
  const sdk = sdkSource(options.sdk, cwd, home())
  const answers = terminal && !options.yes ? await answersByAsking(options, cwd, terminal) : answersWithoutAsking(options, cwd, options.yes === true)
  const files = moduleFiles(join(home(), 'templates'), answers, sdk)
  write(answers.folder, files)
  const isInstalled = options.install === true && install(answers.folder)
  const { id, template, folder } = answers
  return { text: nextSteps(relative(cwd, folder) || '.', answers.id, template, isInstalled), folder, id, template, files: [...files.keys()].toSorted() }
}

/** All of it or nothing: what a full disk or a missing right interrupts is taken away again. */
function write(folder: string, files: ReadonlyMap<string, string | Buffer>) {
  const made = mkdirSync(folder, { recursive: true })
  try {
    for (const [path, contents] of files) {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, contents, { flag: 'wx' })
    }
  } catch (error) {
    // The folder was empty before: whatever has one of these names is from here.
    const begun = [...files.keys()].map((path) => join(folder, path.split('/')[0] ?? path))
    for (const path of made ? [made] : begun) rmSync(path, { recursive: true, force: true })
    throw error
  }
}

function install(folder: string): boolean {
  return (
    spawnSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
      .status === 0
  )
}

function nextSteps(where: string, id: string, template: Template, isInstalled: boolean): string {
  const steps: [command: string, words: string][] = [
    ...(where === '.' ? [] : [[`cd ${where}`, ''] as [string, string]]),
    ...(isInstalled ? [] : [['npm install', ''] as [string, string]]),
    ['npm run dev', 'your module in a whole platform; what you change shows at once'],
    ['npm test', 'its tests, on the real backend'],
    ['npm run check', 'what the platform will say of it'],
  ]
  const width = Math.max(...steps.map(([command]) => command.length))
  return [
    `Created ${id} (${template}) in ${where === '.' ? 'this folder' : `${where}/`}.`,
    '',
    ...steps.map(([command, words]) => `  ${command.padEnd(width)}  ${words}`.trimEnd()),
    '',
  ].join('\n')
}
