import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { MountedManifest } from '@digione/contracts'
import { GATE_IDS, GATES } from '../gates.ts'
import type { GateId } from '../gates.ts'
import type { Results } from '../results.ts'
import { lookAtBuiltins } from './builtins.ts'
import { axeSource, launchChromium } from './chromium.ts'
import { readExamples } from './examples.ts'
import { lookAtKeyboard } from './keyboard.ts'
import { lookAtChanges } from './changes.ts'
import { lookAtLeaving } from './leaving.ts'
import { lookAtLooks } from './looks.ts'
import { lookAtResidue } from './residue.ts'
import { baseline, lookAtShell } from './shell-looks.ts'
import { openStand } from './stand.ts'
import type { Stand } from './stand.ts'
import { lookAtTwo } from './twice.ts'
import { findViews, unseenPaths } from './views.ts'
import { ELSEWHERE, Visitor } from './visitor.ts'

export interface SeeOptions {
  readonly manifest: MountedManifest
  readonly folder: string
  readonly say: (text: string) => void
}

/** Gates that have nothing to report until something goes wrong. */
const HEARD = ['policies', 'errors', 'host'] as const

/** Uses the module's build in the real shell of the sandbox platform, as somebody of each role that it serves. */
export async function seeInBrowser(results: Results, { manifest, folder, say }: SeeOptions): Promise<void> {
  const axe = axeSource()
  const browser = await launchChromium()
  let stand: Stand | null = null
  try {
    say('Starting the sandbox platform …')
    stand = await openStand({ folder, manifest, say })
    await use(results, { manifest, folder, say, browser, stand, axe })
  } finally {
    await browser.close()
    await stand?.stop()
  }
}

/** One gate that cannot go on does not keep the others from it. */
async function attempt(results: Results, gates: readonly GateId[], look: () => Promise<void>): Promise<void> {
  try {
    await look()
  } catch (error) {
    results.miss(gates, `it could not go on: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`)
  }
}

interface Surroundings extends SeeOptions {
  readonly browser: Browser
  readonly stand: Stand
  readonly axe: string
}

async function use(results: Results, { manifest, folder, say, browser, stand, axe }: Surroundings): Promise<void> {
  const examples = readExamples(join(folder, 'package.json'))
  const visitors: Visitor[] = []
  for (const role of manifest.roles) {
    const person = stand.people.find(({ roles }) => roles[0] === role) ?? stand.people.find(({ roles }) => roles.includes(role))
    if (!person) {
      results.note('views', `nobody of the sandbox is ${role}: not seen in that role`)
      continue
    }
    say(`Looking as ${person.name} (${role}) …`)
    const visitor = await Visitor.open(browser, manifest, role, results)
    visitors.push(visitor)
    // The first who sees anything sees all of it.
    const isWhole = !visitors.some(({ views }) => views.length > 0)
    const before = isWhole ? await baseline(visitor, stand, person, manifest.id) : null
    if (!before) await visitor.logIn(stand, person, ELSEWHERE)
    visitor.listen()
    for (const gate of HEARD) if (results.wants(gate)) results.add(gate, [])
    const problems = await findViews(visitor, manifest, examples)
    if (results.wants('views')) {
      results.add('views', problems)
      results.note('views', `${role}: ${visitor.views.map(({ name }) => name).join(', ') || 'nothing'}`)
    }
    await visitor.collect()
    if (visitor.views.length === 0) continue
    if (before) {
      await attempt(results, ['builtins'], () => lookAtBuiltins(results, visitor, before))
      await attempt(results, ['css'], () => lookAtShell(results, visitor, before))
      await attempt(results, ['residue'], () => lookAtResidue(results, visitor, before))
      await attempt(results, ['leaving'], () => lookAtLeaving(results, visitor, stand))
    }
    await attempt(results, ['twice'], () => lookAtTwo(results, visitor, stand, folder))
    await attempt(results, ['keyboard'], () => lookAtKeyboard(results, visitor))
    await attempt(results, ['axe', 'narrow', 'changes'], () => lookAtLooks(results, visitor, { axe, folder, isWhole }))
    await attempt(results, ['changes'], () => lookAtChanges(results, visitor))
    await visitor.collect()
  }
  const seen = visitors.flatMap(({ views }) => views)
  // A path that failed has been told of.
  if (results.wants('views') && !results.failed('views')) results.add('views', unseenPaths(manifest, seen))
  if (seen.length === 0) {
    const why = 'no view of the module came up'
    results.skip(
      GATE_IDS.filter((gate) => GATES[gate].needsBrowser),
      why,
    )
  }
  await Promise.all(visitors.map((visitor) => visitor.close()))
}
