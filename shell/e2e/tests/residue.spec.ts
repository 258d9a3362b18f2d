import { launchOptions } from '../src/launch.ts'
import { logIn } from '../src/people.ts'
import type { Login } from '../src/people.ts'
import { countIntervals, cycle, expectNothingLeft } from '../src/residue.ts'
import { card, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

/** How often every module and card is mounted and unmounted; `npm run soak` sets 200. */
const CYCLES = Number(process.env['SOAK_CYCLES'] ?? 10)
/** The first mounts fill caches that stay. */
const WARM_UP = Math.max(10, CYCLES / 10)
// What the engine compiles anew for code that runs often is no leak, and goes on for hundreds of rounds.
test.use({ launchOptions: launchOptions(['--js-flags=--no-opt --no-maglev --no-sparkplug']) })
const EVERYBODY: Readonly<Partial<Record<Login, { modules: readonly string[]; cards: readonly string[] }>>> = {
  'opettaja-espoo': { modules: ['attendance', 'timetable'], cards: ['attendance', 'timetable'] },
  huoltaja: { modules: ['attendance', 'timetable'], cards: ['attendance', 'timetable'] },
  'paakayttaja-espoo': { modules: ['console'], cards: [] },
}
/** One person's modules in `npm test`, everybody's in the soak. */
const PEOPLE = Object.entries(EVERYBODY).slice(0, process.env['SOAK_CYCLES'] ? undefined : 1)

for (const [login, theirs] of PEOPLE) {
  test(`${CYCLES} mounts of every page and card of ${login} leave nothing behind`, async ({ person }, { annotations }) => {
    test.setTimeout(300_000 + CYCLES * 8000)
    const page = await person()
    await page.addInitScript(countIntervals)
    await logIn(page, login as Login)
    for (const module of theirs.cards) await expect(card(page, module).first()).toBeVisible()
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable')
    await cycle(page, theirs, WARM_UP)
    const { before, after } = await expectNothingLeft(page, cdp, async () => cycle(page, theirs, CYCLES))
    annotations.push({
      type: 'measured',
      description: `${CYCLES} mounts of every page and card of ${login}: heap ${((after.heap / before.heap - 1) * 100).toFixed(1)} %, nodes ${before.nodes} to ${after.nodes}, listeners ${before.listeners} to ${after.listeners}`,
    })
    expect(after.heap / before.heap, 'heap').toBeLessThan(1.05)
    await expect(mounted(page, theirs.modules.at(-1) ?? '')).toBeVisible()
  })
}
