import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { PageManifest } from '@digione/contracts'
import { GATE_IDS, GATES } from '../gates.ts'
import type { Results } from '../results.ts'
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
  readonly manifest: PageManifest
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
    const started = performance.now()
    stand = await openStand({ folder, manifest, say })
    if (process.env['DIGIONE_CHECK_TIMES']) say(`  stand: ${((performance.now() - started) / 1000).toFixed(1)} s`)
    await use(results, { manifest, folder, say, browser, stand, axe })
  } finally {
    await browser.close()
    await stand?.stop()
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
  const timed = async <T>(what: string, run: Promise<T>): Promise<T> => {
    const before = performance.now()
    const given = await run
    if (process.env['DIGIONE_CHECK_TIMES']) say(`  ${what}: ${((performance.now() - before) / 1000).toFixed(1)} s`)
    return given
  }
  for (const role of manifest.roles) {
    const person = stand.people.find(({ roles }) => roles[0] === role) ?? stand.people.find(({ roles }) => roles.includes(role))
    if (!person) {
      results.note('views', `nobody of the sandbox is ${role}: not seen in that role`)
      continue
    }
    say(`Looking as ${person.name} (${role}) …`)
    const visitor = await Visitor.open(browser, manifest, role, results)
    visitors.push(visitor)
    const isFirst = visitors.length === 1
    const before = await timed('log-in', isFirst ? baseline(visitor, stand, person, manifest.id) : visitor.logIn(stand, person, ELSEWHERE).then(() => null))
    visitor.listen()
    for (const gate of HEARD) if (results.wants(gate)) results.add(gate, [])
    const problems = await timed('findViews', findViews(visitor, manifest, examples))
    if (results.wants('views')) results.add('views', problems)
    await visitor.collect()
    if (visitor.views.length === 0) continue
    if (before) {
      await timed('lookAtShell', lookAtShell(results, visitor, before))
      await timed('lookAtResidue', lookAtResidue(results, visitor, before))
      await timed('lookAtLeaving', lookAtLeaving(results, visitor, stand))
      await timed('lookAtTwo', lookAtTwo(results, visitor, stand, folder))
    }
    await timed('lookAtKeyboard', lookAtKeyboard(results, visitor))
    await timed('lookAtLooks', lookAtLooks(results, visitor, { axe, folder, isWhole: isFirst }))
    await timed('lookAtChanges', lookAtChanges(results, visitor))
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
