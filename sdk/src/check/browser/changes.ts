import type { Results } from '../results.ts'
import type { Visitor } from './visitor.ts'

const FOLLOWS_WITHIN_MS = 8000

/** Has the person work in another of their contexts and back, where they have one, while the module stands. */
export async function lookAtChanges(results: Results, visitor: Visitor): Promise<void> {
  if (!results.wants('changes')) return
  results.add('changes', [])
  const [view] = visitor.views.filter(({ slot }) => slot === 'page')
  if (!view) return
  const { page } = visitor
  if (await visitor.open(view)) return
  visitor.errorsAre = 'changes'
  const contexts = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role="menuitemradio"][data-context]')].map((one) => one.dataset['context'] ?? ''),
  )
  const [first, second] = [...new Set(contexts)]
  if (first !== undefined && second !== undefined) {
    for (const id of [second, first]) {
      await page.evaluate((context) => document.querySelector<HTMLElement>(`[role="menuitemradio"][data-context="${context}"]`)?.click(), id)
      // Where the other context has not got the module, the desktop is what follows.
      const isSettled = await page
        .waitForFunction(
          (selector) => {
            const found = [...document.querySelectorAll(selector)]
            return found.every((one) => ['ready', 'failed'].includes(one.getAttribute('data-state') ?? ''))
          },
          visitor.selector(view),
          { timeout: FOLLOWS_WITHIN_MS },
        )
        .then(
          () => true,
          () => false,
        )
      await visitor.settle()
      const hasFailed = (await page.locator(`${visitor.selector(view)}[data-state="failed"]`).count()) > 0
      if (!isSettled || hasFailed) results.add('changes', [{ ...visitor.here, text: 'it does not come up again in another context of the same person' }])
    }
  }
  visitor.errorsAre = 'errors'
  await visitor.collect()
}
