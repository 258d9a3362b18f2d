import { HOST_API, hostApiFits } from '@digione/contracts'
import type { Manifest, MountedManifest } from '@digione/contracts'
import { SDK_VERSION } from '../cli/version.ts'
import { readManifest } from '../vite/manifest.ts'
import { GATE_IDS, GATES, isGate } from './gates.ts'
import type { GateId } from './gates.ts'
import type { CheckReport, Finding } from './report.ts'
import { reportText } from './report-text.ts'
import { Results } from './results.ts'
import { apis } from './static/apis.ts'
import { build, registry } from './static/build.ts'
import { code } from './static/code.ts'
import { duplicates } from './static/duplicates.ts'
import { moduleFacts } from './static/module-facts.ts'
import type { ModuleFacts } from './static/module-facts.ts'
import { settings } from './static/settings.ts'
import { texts } from './static/texts.ts'
import { types } from './static/types.ts'
import { fillingsText, MAX_FILES, weigh, weight } from './static/weight.ts'

export interface CheckOptions {
  /** Which gates are run. @default all */
  readonly only?: readonly GateId[]
  /** Whether those that need a browser are run. @default true */
  readonly inBrowser?: boolean
  /** Hears what is being done, where that takes a while. */
  readonly say?: (text: string) => void
}

const SEEING = GATE_IDS.filter((gate) => GATES[gate].needsBrowser)
const READING = GATE_IDS.filter((gate) => !GATES[gate].needsBrowser)

/** @param list As `--only` takes it. @throws {Error} naming the gates that there are. */
export function gatesIn(list: string): GateId[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      if (!isGate(name)) throw new Error(`--only names "${name}", and there is no such gate. There are: ${GATE_IDS.join(', ')}.`)
      return name
    })
}

/** Everything that certification looks at, on this machine: what is to be read, and then what is to be seen in the real shell. */
export async function check(folder: string, { only = GATE_IDS, inBrowser = true, say = () => {} }: CheckOptions = {}): Promise<CheckReport> {
  const before = performance.now()
  const results = new Results(only)
  const report = (manifest: Manifest | null, module: ModuleFacts | null): CheckReport => {
    const gates = results.list()
    return {
      ok: results.isOk,
      complete: gates.every(({ result }) => result === 'passed'),
      module: manifest?.id ?? null,
      version: manifest?.version ?? null,
      sdk: SDK_VERSION,
      ...(module ? weigh(module) : { files: 0, bytes: 0 }),
      durationMs: Math.round(performance.now() - before),
      gates,
    }
  }

  let manifest: Manifest
  try {
    manifest = readManifest(folder)
    results.add(
      'manifest',
      hostApiFits(manifest.hostApi) ? [] : [{ text: `"hostApi" is ${manifest.hostApi}, and this SDK speaks ${HOST_API}`, file: 'digione.json' }],
    )
  } catch (error) {
    results.add('manifest', [{ text: messageOf(error), file: 'digione.json' }])
    results.skip(GATE_IDS, 'digione.json does not hold')
    return report(null, null)
  }
  if (manifest.isolation === 'link') {
    results.skip(GATE_IDS, 'a link has no code')
    return report(manifest, null)
  }
  const module = await moduleFacts(folder, manifest)
  // What was built elsewhere has no sources here.
  const checking = manifest.singleSpa ? notTyped(results) : runTypes(results, folder)
  read(results, module)
  if (results.failed('manifest')) results.skip(SEEING, 'digione.json does not hold')
  else if (results.failed('build')) results.skip(SEEING, 'there is no build of this manifest')
  else if (results.failed('files', 'shares', 'styles')) results.skip(SEEING, 'the registry would not take the build')
  else if (!inBrowser) results.skip(SEEING, '--no-browser was given; certification runs it')
  else if (SEEING.some((gate) => results.wants(gate))) await see(results, module.manifest, folder, say)
  await checking
  return report(manifest, module)
}

/** A report for the command line: its text, its facts, and whether it is a failure. */
export const outcomeOf = (report: CheckReport) => ({ text: reportText(report), ...report })

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function notTyped(results: Results) {
  if (!results.wants('types')) return
  results.add('types', [])
  results.note('types', 'the application was built by its own tools')
}

async function runTypes(results: Results, folder: string) {
  if (!results.wants('types')) return
  const found = await types(folder).catch((error: unknown): Finding[] => [{ text: messageOf(error) }])
  if (found === null) results.skip(['types'], 'package.json has no script "types", and there is no tsconfig.json with TypeScript installed')
  else results.add('types', found)
}

function read(results: Results, module: ModuleFacts) {
  const run = (gate: GateId, look: () => Finding[]) => {
    if (!results.wants(gate)) return
    try {
      results.add(gate, look())
    } catch (error) {
      results.add(gate, [{ text: messageOf(error) }])
    }
  }
  run('texts', () => texts(module.folder))
  run('settings', () => settings(module))
  run('apis', () => apis(module))
  const found = build(module)
  // Whoever asked for others alone hears of it too: they look at the build.
  if (results.wants('build') || found.length > 0) results.add('build', found)
  if (found.length > 0) results.skip(READING, 'there is no build of this manifest')
  else {
    const refused = registry(module)
    run('files', () => refused.files)
    run('shares', () => refused.shares)
    run('styles', () => refused.styles)
    run('weight', () => weight(module))
    run('duplicates', () => duplicates(module))
    run('code', () => code(module))
    const { files } = weigh(module)
    if (results.has('weight')) {
      const filled = fillingsText(module)
      if (filled) results.note('weight', `filled by ${filled}`)
      if (files > MAX_FILES) results.note('weight', `${files} files: see that the first page needs no more than ${MAX_FILES}`)
    }
    if (results.has('duplicates') && module.build === null)
      results.note('duplicates', 'what the bundle is made of is not known: the build was not made by "digione build" of this SDK')
  }
}

async function see(results: Results, manifest: MountedManifest, folder: string, say: (text: string) => void) {
  // Loaded when it is needed: it brings a browser's driver.
  const { seeInBrowser } = await import('./browser/see.ts')
  try {
    await seeInBrowser(results, { manifest, folder, say })
  } catch (error) {
    results.miss(
      SEEING.filter((gate) => !results.has(gate)),
      messageOf(error),
    )
  }
}
