import type { Page } from '@playwright/test'
import { logIn } from '../src/people.ts'
import { mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const ADDRESS = '/espoo/timetable'

/** Where one bit is another: the way to it in what a release is told by, or in a key of the platform. */
type Place = { readonly of: 'release' | 'key'; readonly way: readonly string[] }

/** Flips a bit in every release of the timetable, or in every key, that something carries. Runs in the page too, so it stands by itself. */
function flipIn(carried: { releases: Record<string, { module: string }>; keys?: object[] }, { of, way }: Place): void {
  const targets: object[] = of === 'key' ? (carried.keys ?? []) : Object.values(carried.releases).filter(({ module }) => module === 'timetable')
  for (const target of targets) {
    const parent = way.slice(0, -1).reduce<Record<string, unknown>>((place, key) => place[key] as Record<string, unknown>, target as Record<string, unknown>)
    const last = way.at(-1) ?? ''
    const value = parent[last]
    if (typeof value === 'number') parent[last] = value ^ 1
    if (typeof value !== 'string') continue
    const middle = Math.floor(value.length / 2)
    parent[last] = value.slice(0, middle) + String.fromCharCode(value.charCodeAt(middle) ^ 1) + value.slice(middle + 1)
  }
}

/** Changes what document and log-in say of releases, as whoever can write to the database would. */
async function changeReleases(page: Page, place: Place): Promise<void> {
  // In the document as it is read: one that was passed on by a program would count as one of another network.
  await page.addInitScript(`{
    const flipIn = ${flipIn.toString()}
    new MutationObserver((_, observer) => {
      const start = document.querySelector('#digione-start')
      if (!start || document.querySelector('#digione') === null) return
      observer.disconnect()
      const carried = JSON.parse(start.textContent)
      flipIn(carried, ${JSON.stringify(place)})
      start.firstChild.data = JSON.stringify(carried)
      globalThis.wasChanged = true
    }).observe(document, { childList: true, subtree: true })
  }`)
  await page.route('**/api/me', async (route) => {
    // Node, which fetches for a route, does not find hosts below "localhost".
    const url = new URL(route.request().url())
    const headers = { ...route.request().headers(), host: url.host }
    url.hostname = '127.0.0.1'
    const answer = await route.fetch({ url: url.href, headers })
    const me = (await answer.json()) as Parameters<typeof flipIn>[0]
    flipIn(me, place)
    await route.fulfill({ response: answer, json: me })
  })
}

const PLACES: Readonly<Record<string, Place>> = {
  'its manifest': { of: 'release', way: ['manifest', 'name', 'fi'] },
  'where it starts': { of: 'release', way: ['entry', 'container'] },
  'its place in the sequence': { of: 'release', way: ['seal', 'sequence'] },
  'the key that its vendor signed with': { of: 'release', way: ['seal', 'vendorKey'] },
  'its other files': { of: 'release', way: ['seal', 'others'] },
  'its signature': { of: 'release', way: ['seal', 'signature'] },
  'the platform’s key': { of: 'key', way: ['x'] },
}

async function openWith(page: Page, place: Place): Promise<void> {
  await logIn(page, 'opettaja-espoo', { to: '/accessibility' })
  await page.goto('about:blank')
  await changeReleases(page, place)
  await page.goto(ADDRESS)
  expect(await page.evaluate(() => 'wasChanged' in globalThis)).toBe(true)
}

test('what is passed on as it was opens', async ({ person }) => {
  const page = await person()
  await openWith(page, { of: 'release', way: ['nothing'] })
  await expect(mounted(page, 'timetable')).toBeVisible()
})

for (const [what, place] of Object.entries(PLACES)) {
  test(`where one bit of ${what} was changed on the way, nothing of the module runs and its card says so`, async ({ person }) => {
    const page = await person()
    await openWith(page, place)
    await expect(page.locator('.failure')).toContainText('estettiin')
    await expect(mounted(page, 'timetable')).toHaveCount(0)
  })
}
