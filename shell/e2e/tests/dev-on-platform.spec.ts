import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Locator, Page } from '@playwright/test'
import { createdModule } from '../src/created-modules.ts'
import { allowed } from '../src/patience.ts'
import { logIn } from '../src/people.ts'
import { freePort, startProduct, type Product } from '../src/product.ts'
import { card, goTo, landing, logOut, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'
import { openTlsProxy, type TlsProxy } from '../src/tls-proxy.ts'
import { DevRun, edit, VendorMachine } from '../src/vendor-machine.ts'

// `digione dev --platform`: a platform that runs by itself behind TLS and has releases of some modules, and the modules on a
// vendor's machine, which is told of a certificate that no authority has signed.
const ROOT = join(import.meta.dirname, '..', '..', '..')
let machine: VendorMachine
let folder = ''
let data = ''
let proxy: TlsProxy
let platform: Product
let run: DevRun
let otherPorts: number[] = []
/** The templates whose modules are not of React or Vue, and an edit of what draws an item of the list. */
const CREATED = [
  { template: 'svelte', file: 'HomeworkItem.svelte', from: '{host.t(`subject.${item.subject}`)}', keeps: true },
  { template: 'vanilla', file: 'page.ts', from: 'host.t(`subject.${item.subject}`)', keeps: false },
  { template: 'single-spa', file: 'page.ts', from: 'host.t(`subject.${item.subject}`)', keeps: false },
] as const
test.use({ ignoreHTTPSErrors: true })
test.beforeAll(async () => {
  test.setTimeout(480_000)
  machine = new VendorMachine()
  folder = machine.begin('react')
  data = mkdtempSync(join(tmpdir(), 'digione-platform-'))
  // Their backends find there what they depend on.
  const published = join(machine.folder, 'published')
  const created = CREATED.map(({ template }) => machine.create(createdModule(template), template))
  for (const module of [folder, machine.begin('vue'), beginFramed(), ...created]) {
    machine.build(module)
    cpSync(module, join(published, basename(module)), { recursive: true })
  }
  const [listens, port] = [await freePort(), await freePort()]
  proxy = await openTlsProxy(listens, data)
  otherPorts = await Promise.all([freePort(), freePort()])
  const developers = [port, ...otherPorts].map((one) => `http://digione.localhost:${one}`)
  platform = await startProduct({
    root: ROOT,
    command: 'start',
    data,
    port: listens,
    httpsPort: proxy.port,
    env: { ...trust(), DIGIONE_MODULES: published, DIGIONE_DEVELOPERS: JSON.stringify(developers) },
  })
  run = onPlatform(folder, port)
  await run.untilReady()
})
test.afterAll(async () => {
  await run?.stop()
  await platform?.stop()
  proxy?.close()
  machine?.remove()
  rmSync(data, { recursive: true, force: true })
})

/** The React module once more, as one that runs in a frame. */
function beginFramed(): string {
  const framed = join(machine.folder, 'framed')
  cpSync(folder, framed, { recursive: true })
  edit(join(framed, 'digione.json'), '"react-fixture"', '"framed-fixture"')
  edit(join(framed, 'digione.json'), '"isolation": "page"', '"isolation": "frame"')
  return framed
}
const trust = () => ({ NODE_EXTRA_CA_CERTS: proxy.certificateFile })
const onPlatform = (module: string, port: number) => new DevRun(module, port, ['--platform', platform.origin], trust())

const AT_ONCE = { timeout: 3000 }
const MODULE = 'react-fixture'
const openModule = async (page: Page, module = MODULE) => {
  await card(page, module).getByRole('link', { name: 'Avaa' }).click()
  await expect(mounted(page, module)).toContainText('Tervetuloa, Hanna')
}
/** Presses the counter of a module until no reload takes that away: what Vite finds only at the first opening has it load the page anew, once. */
async function counted(module: Pick<Locator, 'getByRole'>): Promise<{ counter: Locator; says: string }> {
  const counter = module.getByRole('button')
  await expect(async () => {
    await counter.click()
    await new Promise((tell) => setTimeout(tell, 1000))
    await expect(counter).not.toHaveText('0', { timeout: 100 })
  }).toPass()
  return { counter, says: (await counter.textContent()) ?? '' }
}

test('an edit is seen at once in the shell of a platform that is there, after its own log-in, with what was counted kept, and by this browser alone', async ({
  person,
}) => {
  expect(run.words).toContain(`is in the shell of ${platform.origin}:  ${run.origin}/`)
  const page = await person()
  await logIn(page, 'opettaja-espoo', { origin: run.origin })
  await openModule(page)
  const elsewhere = await person()
  await logIn(elsewhere, 'opettaja-espoo', { origin: platform.origin })
  await openModule(elsewhere)

  const { counter, says } = await counted(mounted(page, MODULE))
  const before = performance.now()
  const takeBack = edit(join(folder, 'web/src/main.tsx'), '<h2>{', '<h2>Hei {')
  await expect(mounted(page, MODULE).locator('h2')).toHaveText('Hei Tervetuloa, Hanna', AT_ONCE)
  test.info().annotations.push({ type: 'measured', description: `an edit is seen after ${Math.round(performance.now() - before)} ms` })
  await expect(counter).toHaveText(says)
  await elsewhere.reload()
  await expect(mounted(elsewhere, MODULE).locator('h2')).toHaveText('Tervetuloa, Hanna')
  takeBack()
  await expect(mounted(page, MODULE).locator('h2')).toHaveText('Tervetuloa, Hanna', AT_ONCE)
  await expect(counter).toHaveText(says)
})

test('what else is on there stands beside it with its data, and a log-out ends where it began', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { origin: run.origin })
  await expect(card(page, 'timetable').locator('li').first()).toBeVisible()
  await goTo(page, 'timetable')
  await page.reload()
  await expect(mounted(page, 'timetable')).toBeVisible()
  await logOut(page)
  await expect(landing(page)).toBeVisible()
  expect(new URL(page.url()).origin).toBe(run.origin)
})

test('a Vue module keeps what was counted, beside the one that is developed in another shell', async ({ person }) => {
  const vue = join(folder, '../vue')
  const second = onPlatform(vue, otherPorts[0] ?? 0)
  try {
    await second.untilReady()
    const page = await person()
    await logIn(page, 'opettaja-espoo', { origin: second.origin })
    await openModule(page, 'vue-fixture')
    const { counter, says } = await counted(mounted(page, 'vue-fixture'))
    const takeBack = edit(join(vue, 'web/src/Page.vue'), '<h2>{', '<h2>Hei {')
    await expect(mounted(page, 'vue-fixture').locator('h2')).toHaveText('Hei Tervetuloa, Hanna', AT_ONCE)
    await expect(counter).toHaveText(says)
    takeBack()
  } finally {
    await second.stop()
  }
})

test('a module that runs in a frame does so here, an edit keeps what was counted in it, and what goes wrong is told around it', async ({ person }) => {
  const framed = onPlatform(join(folder, '../framed'), otherPorts[0] ?? 0)
  const open = async (page: Page) => {
    await logIn(page, 'opettaja-espoo', { origin: framed.origin, to: '/espoo/framed-fixture' })
    const inside = mounted(page, 'framed-fixture').locator('iframe').contentFrame()
    await expect(inside.locator('h2')).toHaveText('Tervetuloa, Hanna')
    return inside
  }
  const file = join(folder, '../framed/web/src/main.tsx')
  try {
    await framed.untilReady()
    const page = await person()
    const inside = await open(page)
    const { counter, says } = await counted(inside)
    const before = performance.now()
    const takeBack = edit(file, '<h2>{', '<h2>Hei {')
    await expect(inside.locator('h2')).toHaveText('Hei Tervetuloa, Hanna', AT_ONCE)
    test.info().annotations.push({ type: 'measured', description: `in a frame: an edit is seen after ${Math.round(performance.now() - before)} ms` })
    await expect(counter).toHaveText(says)
    takeBack()
    await expect(inside.locator('h2')).toHaveText('Tervetuloa, Hanna', AT_ONCE)
    await page.goto(framed.origin)
    await expect(card(page, 'framed-fixture').locator('iframe').contentFrame().getByRole('link', { name: 'Avaa' })).toBeVisible()

    // It would tell of the mistakes too, and may see no error.
    await page.close()
    const other = await person({ attacked: true })
    const there = await open(other)
    const mend = edit(file, 'setCount(count + 1)', "{\n        throw new Error('Rikki')\n      }")
    await expect(async () => {
      await there.getByRole('button').click()
      await expect(other.locator('digione-dev-panel section')).toContainText(/Error: Rikki\n.*web\/src\/main\.tsx:16:15/, { timeout: 200 })
    }).toPass(AT_ONCE)
    mend()
    await expect(other.locator('digione-dev-panel section')).toHaveCount(0, AT_ONCE)

    const mendAgain = edit(file, 'const [count', 'const = [count')
    await other.reload()
    await expect(other.getByRole('main')).toContainText('Palvelua ei saatu ladattua')
    await expect(other.locator('digione-dev-panel section')).toContainText('web/src/main.tsx:11:9')
    mendAgain()
    await expect(there.locator('h2')).toHaveText('Tervetuloa, Hanna')
    await expect(other.locator('digione-dev-panel section')).toHaveCount(0)
  } finally {
    await framed.stop()
  }
})

for (const { template, file, from, keeps } of CREATED) {
  test(`an edit of a module of the template ${template} is seen within a second in the page that is open, ${keeps ? 'and what is around it stays as it is' : 'mounted anew in its place'}`, async ({
    person,
  }) => {
    const module = createdModule(template)
    const other = onPlatform(join(folder, '..', module), otherPorts[1] ?? 0)
    try {
      await other.untilReady()
      const page = await person()
      await logIn(page, 'oppilas-4b', { origin: other.origin, to: `/espoo/${module}` })
      const here = mounted(page, module)
      const subject = here.locator('.homework-subject').filter({ hasText: 'Matematiikka' })
      await expect(subject.first()).toBeVisible()
      // The first opening has Vite find what it bundles ahead, which loads the page anew once.
      await expect(async () => {
        await page.evaluate(() => Object.assign(globalThis, { isSameDocument: true }))
        await page.waitForTimeout(1000)
        expect(await page.evaluate(() => 'isSameDocument' in globalThis)).toBe(true)
      }).toPass()
      await expect(subject.first()).toBeVisible()
      await here.locator('h1').evaluate((heading) => Object.assign(heading, { isSameElement: true }))

      const before = performance.now()
      const code = from.startsWith('{') ? `Uusi ${from}` : `'Uusi ' + ${from}`
      const takeBack = edit(join(folder, '..', module, 'web/src', file), from, code)
      await expect(subject.first()).toHaveText('Uusi Matematiikka', { timeout: allowed(1000) })
      test.info().annotations.push({ type: 'measured', description: `${template}: an edit is seen after ${Math.round(performance.now() - before)} ms` })
      await expect(here.locator('h1')).toHaveCount(1)
      expect(await here.locator('h1').evaluate((heading) => 'isSameElement' in heading)).toBe(keeps)
      expect(await page.evaluate(() => 'isSameDocument' in globalThis)).toBe(true)
      takeBack()
      await expect(subject.first()).toHaveText('Matematiikka', AT_ONCE)
    } finally {
      await other.stop()
    }
  })
}

test('the navigation follows the manifest as it is here', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { origin: run.origin })
  await openModule(page)
  const nav = `"nav": [{ "path": "/", "label": { "fi": "Näytteeni", "sv": "Prov" }, "icon": "calendar", "group": "teaching" }],\n  "slots"`
  const takeBack = edit(join(folder, 'digione.json'), '"slots"', nav)
  await expect(page.locator(`[data-nav="${MODULE}"]:visible`).first()).toHaveText('Näytteeni')
  takeBack()
  await expect(page.locator(`[data-nav="${MODULE}"]:visible`)).toHaveCount(0)
})

test('a platform shows itself nowhere that its operator has not listed', async () => {
  const other = onPlatform(folder, await freePort())
  expect(await other.ended()).toBe(1)
  expect(other.words).toMatch(/may not be shown at http:\/\/digione\.localhost:\d+, but on another port/)
  const distrustful = new DevRun(folder, await freePort(), ['--platform', platform.origin])
  expect(await distrustful.ended()).toBe(1)
  expect(distrustful.words).toMatch(/does not answer as expected\.\n.*self-signed certificate/)

  const { port } = new URL(run.origin)
  const { host: own, port: listens } = new URL(platform.origin)
  const ask = (path: string, headers: Record<string, string>) =>
    new Promise<{ status: number | undefined; location: string | undefined; body: string }>((tell, fail) => {
      get(
        {
          host: '127.0.0.1',
          port: listens,
          ca: proxy.certificate,
          servername: 'digione.localhost',
          path,
          headers: { host: own, accept: 'text/html', ...headers },
        },
        (answer) => text(answer).then((body) => tell({ status: answer.statusCode, location: answer.headers.location, body }), fail),
      ).on('error', fail)
    })
  // Whoever says by a header of what host a request is meant to be is heeded for listed ones alone.
  const vaultFor = async (host: string) => /data-vault="([^"]+)"/.exec((await ask('/', { 'x-digione-developer': host })).body)?.[1]
  expect(await vaultFor(`digione.localhost:${port}`)).toBe(`http://session.digione.localhost:${port}`)
  for (const host of [`digione.localhost:${Number(port) + 1}`, 'digione.example', `digione.localhost:${port}.example`])
    expect(await vaultFor(host)).toBe(platform.origin.replace('//', '//session.'))

  // A log-in at the platform's own address ends at no developer's machine.
  const asked = (callback: string) => {
    const query = { client_id: 'digione-shell', response_type: 'code', scope: 'openid', code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' }
    return ask(`/oidc/auth?${new URLSearchParams({ ...query, redirect_uri: callback }).toString()}`, { host: `session.${own}` })
  }
  expect(await asked(`https://session.${own}/cb`)).toMatchObject({ status: 303, location: expect.stringContaining('/oidc/interaction/') })
  expect(await asked(`http://session.digione.localhost:${port}/cb`)).toMatchObject({ status: 400, location: undefined })
})
