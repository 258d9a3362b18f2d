import type { Results } from '../results.ts'
import { onePerSlot } from './shell-looks.ts'
import type { Stand } from './stand.ts'
import type { Visitor } from './visitor.ts'

/** When the person goes on, after the way to the view: before the code, with it, and while its data are on their way. */
const GO_ON_AFTER_MS = [0, 15, 60, 200]
/** What comes late has come. */
const LATE_MS = 300

/** Leaves each kind of view while its requests are held back, then lets the answers come. */
export async function lookAtLeaving(results: Results, visitor: Visitor, { audience }: Stand): Promise<void> {
  if (!results.wants('leaving')) return
  const { page } = visitor
  results.add('leaving', [])
  visitor.errorsAre = 'leaving'
  const host = new URL(audience).host
  for (const view of onePerSlot(visitor.views)) {
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    await page.route(
      (url) => url.host === host,
      async (route) => {
        await released
        await route.continue().catch(() => {})
      },
    )
    for (const ms of GO_ON_AFTER_MS) {
      await visitor.leave()
      await visitor.follow(view.address)
      await page.waitForTimeout(ms)
    }
    await visitor.leave()
    release()
    await page.waitForTimeout(LATE_MS)
    await page.unrouteAll({ behavior: 'wait' })
    const problem = await visitor.open(view)
    if (problem) results.add('leaving', [{ ...visitor.here, text: `after it was left while it loaded, it does not come up again: ${problem}` }])
  }
  visitor.errorsAre = 'errors'
}
