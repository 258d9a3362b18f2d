import { PUPIL, markClass, openUnmarkedLesson } from '../src/journey.ts'
import type { Page } from '@playwright/test'
import { expectLoggedIn, logIn } from '../src/people.ts'
import { card, goTo, landing, logOut, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { allOf, type Realm, type Tokens, watchRealm, watchTokens } from '../src/tokens.ts'
import { expireAccess } from '../src/vault.ts'

/** Ways into and through the realm that everybody's day uses. */
const MET = ['message', 'MessagePort.postMessage', 'Response.json', 'request', 'request as sent', 'answer', 'stores', 'globals']
const LISTENED = [...MET, 'Window.fetch', 'fetch', 'Response.text', 'stream', 'Storage.setItem', 'Headers.set']

async function teach(page: Page, { look }: Realm): Promise<void> {
  await logIn(page, 'opettaja-espoo')
  await expectLoggedIn(page)
  await expect(card(page, 'attendance')).toBeVisible()
  await look()
  await openUnmarkedLesson(page)
  await markClass(page, PUPIL)
  await page.locator('#att-note-text').fill(`Kertolasku, luku ${Date.now() % 1000}`)
  await page.locator('[data-action="save-note"]').click()
  await expect(page.locator('#att-note-state')).toContainText('Tallennettu')
  await look()
  await expireAccess(page)
  await goTo(page, 'timetable')
  await look()
  await page.reload()
  await expect(mounted(page, 'timetable')).toBeVisible()
  await look()
}

async function guard(page: Page, { look }: Realm): Promise<void> {
  await logIn(page, 'huoltaja')
  await expect(card(page, 'attendance')).toHaveCount(2)
  await expect(card(page, 'timetable')).toHaveCount(2)
  const asked = card(page, 'attendance')
    .filter({ has: page.locator('.att-explain') })
    .first()
  await asked.locator('[data-reason="sick"]').click()
  await asked.locator('[data-action="send"]').click()
  await look()
  // Taken back, so that the absence is there to be explained the next time too.
  await card(page, 'attendance').locator('[data-action="undo"]').click()
  await expect(page.locator('.att-explain').first()).toBeVisible()
  await goTo(page, 'timetable')
  await page.goto('/vantaa/timetable')
  await page.locator('main [data-context]').click()
  await expect(mounted(page, 'timetable')).toBeVisible()
  await look()
}

function expectNone(realm: Realm, tokens: Tokens): void {
  // Not a word was missed: every kind of token was given, and everything that can hold one was listened to.
  expect(Object.fromEntries(Object.entries(tokens).map(([kind, given]) => [kind, given.size > 0]))).toEqual({
    access: true,
    refresh: true,
    identity: true,
    module: true,
  })
  for (const where of [...MET, 'answer’s body']) expect(realm.sources.get(where) ?? 0, where).toBeGreaterThan(0)
  expect(realm.find(allOf(tokens))).toEqual([])
}

for (const [who, journey] of [
  ['teacher', teach],
  ['guardian', guard],
] as const) {
  test(`no token of a ${who}'s day is ever in the shell's realm: not in its stores, its globals, its messages or its requests`, async ({ person }) => {
    const page = await person()
    const realm = await watchRealm(page)
    const tokens = watchTokens(page)
    await journey(page, realm)
    await logOut(page)
    await expect(landing(page)).toBeVisible()
    await realm.look()
    expectNone(realm, tokens)
  })
}

test('the collector finds a token wherever one is put in the shell’s realm', async ({ person }) => {
  const page = await person()
  const realm = await watchRealm(page)
  const tokens = watchTokens(page)
  await logIn(page, 'opettaja-espoo')
  await expect(card(page, 'timetable')).toBeVisible()
  await realm.look()
  expect(realm.find(allOf(tokens))).toEqual([])

  const [token = ''] = tokens.access
  expect(token).not.toBe('')
  await page.route('**/planted', async (route) => route.fulfill({ headers: { 'x-token': token }, body: token }))
  await page.evaluate(async (secret) => {
    Reflect.set(globalThis, Symbol.for('planted'), new Map([['deep', { inside: [{ secret: `${secret}.` }] }]]))
    Object.assign(document.querySelector('main') ?? {}, { planted: { secret: `${secret}#` } })
    sessionStorage.setItem('planted', secret)
    localStorage.setItem('planted', secret)
    document.cookie = `planted=${secret}`
    await new Promise((resolve) => {
      const opening = indexedDB.open('planted')
      opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('planted').put({ secret }, 'key'))
      opening.addEventListener('success', resolve)
    })
    const { port1, port2 } = new MessageChannel()
    const heard = new Promise((resolve) => port2.addEventListener('message', ({ data }) => resolve(data)))
    port2.start()
    port1.postMessage({ headers: [['authorization', `DPoP ${secret}`]] })
    await heard
    await fetch('/healthz', { headers: { authorization: `DPoP ${secret}` } })
    await (await fetch('/planted')).text()
    await new Response(JSON.stringify({ secret })).json()
    await new Response(secret).body?.getReader().read()
    new Headers().set('authorization', `DPoP ${secret}`)
  }, token)
  await realm.look()
  for (const where of LISTENED) await expect.poll(() => realm.find([token]).map((one) => one.split(':')[0]), where).toContain(where)
  expect(realm.find([]).length, 'nothing of a token’s shape yet').toBe(0)
  await page.evaluate(() => sessionStorage.setItem('planted', 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJlIQ'))
  await realm.look()
  expect(realm.find([])).not.toEqual([])
})
