import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openUnmarkedLesson } from '../src/journey.ts'
import { logIn } from '../src/people.ts'
import { type Product, startProduct } from '../src/product.ts'
import { RepositoryCopy } from '../src/repository-copy.ts'
import { card, mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

// What is worked on is a copy: `npm run dev` watches the files of the repository that it stands in.
let copy: RepositoryCopy
let product: Product
test.beforeAll(async () => {
  test.setTimeout(480_000)
  copy = new RepositoryCopy()
  product = await startProduct({ root: copy.root, command: 'dev', data: join(copy.root, '.data-dev'), env: copy.environment })
})
test.afterAll(async () => {
  await product?.stop()
  copy.remove()
})

// Several builds and starts of a server follow each other.
test.describe.configure({ timeout: 600_000 })

const SHOWN = { timeout: 90_000 }
const PAGE = 'apps/timetable/web/src/timetable-page.tsx'
const overlay = (page: Page) => page.getByRole('region', { name: 'Development' })
/** What a module's own development server tells. */
const panel = (page: Page) => page.locator('digione-dev-panel section')
/** Either of them. */
const told = (page: Page) => overlay(page).or(panel(page))

/** Sets a mark that goes with the document. */
const markDocument = (page: Page) => page.evaluate(() => Object.assign(globalThis, { isMarked: true }))
const isSameDocument = (page: Page) => page.evaluate(() => 'isMarked' in globalThis)

/** Changes a file, and says how long it took to be seen. */
async function changeAndSee(page: Page, [path, from, to]: readonly [string, string, string], see: () => Promise<void>): Promise<() => void> {
  const before = performance.now()
  const takeBack = copy.change(path, from, to)
  await see()
  test.info().annotations.push({ type: 'measured', description: `${path}: seen after ${Math.round(performance.now() - before)} ms` })
  return takeBack
}

async function openTimetable(page: Page): Promise<void> {
  await logIn(page, 'opettaja-espoo', { origin: product.origin, to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  await expect(told(page)).toHaveCount(0)
}

test('a change in a module or in the shell takes its place in the open page, and what was typed stays', async ({ person }) => {
  const page = await person()
  await openTimetable(page)
  await markDocument(page)
  const heading = mounted(page, 'timetable').locator('h1')

  // A React module's component, its texts and its styles.
  const asComponent = await changeAndSee(page, [PAGE, "<h1>{host.t('title')}</h1>", "<h1>{host.t('title')}!</h1>"], () =>
    expect(heading).toHaveText('Lukujärjestys!', SHOWN),
  )
  asComponent()
  await expect(heading).toHaveText('Lukujärjestys', SHOWN)
  const asText = await changeAndSee(page, ['apps/timetable/web/messages/fi.json', '"title": "Lukujärjestys"', '"title": "Lukkari"'], () =>
    expect(heading).toHaveText('Lukkari', SHOWN),
  )
  asText()
  await expect(heading).toHaveText('Lukujärjestys', SHOWN)

  // The shell, with words in its search.
  await page.keyboard.press('Control+k')
  const search = page.locator('.palette-field input')
  await search.fill('lukuj')
  await changeAndSee(page, ['shell/web/src/frame/CommandPalette.tsx', "placeholder={t('search.placeholder')}", 'placeholder="Minne?"'], () =>
    expect(search).toHaveAttribute('placeholder', 'Minne?', SHOWN),
  )
  await expect(search).toHaveValue('lukuj')
  await changeAndSee(page, ['shell/web/src/frame/Wordmark.tsx', '>DigiOne<', '>DigiKaksi<'], () =>
    expect(page.locator('.wordmark').first()).toContainText('DigiKaksi', SHOWN),
  )
  await expect(search).toHaveValue('lukuj')
  await changeAndSee(page, ['shell/web/src/frame/frame.css', '', '.wordmark { outline: 3px solid rgb(1, 2, 3); }\n'], () =>
    expect(page.locator('.wordmark').first()).toHaveCSS('outline-color', 'rgb(1, 2, 3)', SHOWN),
  )
  await search.press('Escape')

  // A Vue module, with a note that is not saved.
  await page.locator('[data-nav="attendance"]:visible').click()
  await openUnmarkedLesson(page)
  await page.locator('#att-note-text').fill('Ryhmätyö jäi kesken')
  await changeAndSee(page, ['apps/attendance/web/src/teacher/LessonNote.vue', "{{ host.t('note.title') }}", "Uusi: {{ host.t('note.title') }}"], () =>
    expect(page.getByText(/^Uusi: /)).toBeVisible(SHOWN),
  )
  await expect(page.locator('#att-note-text')).toHaveValue('Ryhmätyö jäi kesken')
  expect(await isSameDocument(page)).toBe(true)
})

test('a change in a module’s backend, in a manifest or in the server is shown in a new document', async ({ person }) => {
  const page = await person()
  await openTimetable(page)
  copy.change('apps/timetable/api/src/lessons.ts', 'room: group.room', "room: 'Kellari'")
  await expect(mounted(page, 'timetable')).toContainText('Kellari', SHOWN)

  // What was published before is shown again, though no release is ever changed.
  const link = page.locator('[data-nav="timetable"]:visible').first()
  const label = (await link.innerText()).trim()
  const takeBack = copy.change('apps/timetable/digione.json', '"label": { "fi": "Lukujärjestys"', '"label": { "fi": "Lukkari"')
  await expect(link).toContainText('Lukkari', SHOWN)
  takeBack()
  await expect(link).toContainText(label, SHOWN)

  copy.change('shell/server/src/login/me.ts', 'name: `${person.callingName}', 'name: `Tohtori ${person.callingName}')
  await expect(page.getByText('Tohtori Hanna').first()).toBeAttached(SHOWN)
  await expect(mounted(page, 'timetable')).toContainText('Kellari', SHOWN)
})

test('what the policy would forbid is shown, with the module that does it', async ({ person }) => {
  const page = await person({ attacked: true })
  await openTimetable(page)
  const takeBack = copy.change(PAGE, 'export function', "document.body.setAttribute('style', 'margin: 0')\nvoid globalThis.eval('1')\nexport function")
  await expect(overlay(page)).toContainText(/timetable: style-src-attr forbids inline .*\/@module\/timetable\//, SHOWN)
  await expect(overlay(page)).toContainText(/timetable: (script-src|require-trusted-types-for) forbids/)
  // It is only told: the page works.
  await expect(mounted(page, 'timetable')).toBeVisible()
  takeBack()
  await page.reload()
  await expect(mounted(page, 'timetable')).toBeVisible()
  await expect(told(page)).toHaveCount(0, SHOWN)
})

test('a mistake is shown with its file and line, in a module, the shell, a backend and the server, until it is mended', async ({ person }) => {
  const page = await person({ attacked: true })
  await openTimetable(page)
  for (const [path, named] of [
    [PAGE, /web\/src\/timetable-page\.tsx:1:7/],
    ['shell/web/src/frame/Wordmark.tsx', /shell\/web:[\s\S]*src\/frame\/Wordmark\.tsx:1:7/],
    ['apps/timetable/api/src/lessons.ts', /apps\/timetable\/api\/src\/lessons\.ts:1\n/],
    ['shell/server/src/login/me.ts', /shell\/server\/src\/login\/me\.ts:1\n/],
  ] as const) {
    const mend = copy.change(path, '', 'const = 1\n')
    await expect(told(page), path).toContainText(named, SHOWN)
    await page.reload()
    await expect(told(page), `${path}, in a page that is opened later`).toContainText(named, SHOWN)
    mend()
    await expect(told(page), path).toHaveCount(0, SHOWN)
    await expect(mounted(page, 'timetable')).toBeVisible(SHOWN)
  }
})

test('unsaved work is not loaded away: the page waits until it is saved', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { origin: product.origin })
  await expect(card(page, 'attendance')).toBeVisible()
  await openUnmarkedLesson(page)
  await page.locator('textarea').fill('Ryhmätyö jäi kesken')
  await markDocument(page)
  copy.change('shared/contracts/src/codes.ts', '', '// Everything that is built depends on this.\n')
  await expect(told(page).first()).toContainText('unsaved work', SHOWN)
  await expect(page.locator('textarea')).toHaveValue('Ryhmätyö jäi kesken')
  await page.locator('[data-action="save-note"]').click()
  // On its way to another document it cannot be asked.
  await expect.poll(async () => isSameDocument(page).catch(() => true), SHOWN).toBe(false)
  await expect(page.locator('textarea')).toHaveValue('Ryhmätyö jäi kesken')
})
