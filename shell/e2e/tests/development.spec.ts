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

async function openTimetable(page: Page): Promise<void> {
  await logIn(page, 'opettaja-espoo', { origin: product.origin, to: '/espoo/timetable' })
  await expect(mounted(page, 'timetable')).toBeVisible()
  await expect(overlay(page)).toHaveCount(0)
}

test('a change in a module, its backend, the shell or the server is shown in the open page, and so is taking it back', async ({ person }) => {
  const page = await person()
  await openTimetable(page)
  const heading = mounted(page, 'timetable').locator('h1')

  // Twice: what was published before is shown again, though no release is ever changed.
  for (let times = 0; times < 2; times++) {
    const takeBack = copy.change('apps/timetable/web/messages/fi.json', '"title": "Lukujärjestys"', '"title": "Lukkari"')
    await expect(heading).toHaveText('Lukkari', SHOWN)
    takeBack()
    await expect(heading).toHaveText('Lukujärjestys', SHOWN)
  }

  copy.change('apps/timetable/api/src/lessons.ts', 'room: group.room', "room: 'Kellari'")
  await expect(mounted(page, 'timetable')).toContainText('Kellari', SHOWN)

  copy.change('shell/web/src/frame/Wordmark.tsx', '>DigiOne<', '>DigiKaksi<')
  await expect(page.locator('.wordmark').first()).toContainText('DigiKaksi', SHOWN)

  copy.change('shell/server/src/login/me.ts', 'name: `${person.callingName}', 'name: `Tohtori ${person.callingName}')
  await expect(page.getByText('Tohtori Hanna').first()).toBeAttached(SHOWN)
  await expect(mounted(page, 'timetable')).toContainText('Kellari', SHOWN)
})

test('what the policy would forbid is shown, with the module that does it', async ({ person }) => {
  const page = await person({ attacked: true })
  await openTimetable(page)
  const takeBack = copy.change(PAGE, 'export function', "document.body.setAttribute('style', 'margin: 0')\nvoid globalThis.eval('1')\nexport function")
  await expect(overlay(page)).toContainText(/timetable: style-src-attr forbids inline .*\/releases\/timetable\//, SHOWN)
  await expect(overlay(page)).toContainText(/timetable: (script-src|require-trusted-types-for) forbids/)
  // It is only told: the page works.
  await expect(mounted(page, 'timetable')).toBeVisible()
  takeBack()
  await expect(overlay(page)).toHaveCount(0, SHOWN)
})

test('a mistake is shown with its file and line, in a module, its backend and the server, until it is mended', async ({ person }) => {
  const page = await person({ attacked: true })
  await openTimetable(page)
  for (const [path, named] of [
    [PAGE, /@digione\/app-timetable:[\s\S]*web\/src\/timetable-page\.tsx:1:7/],
    ['apps/timetable/api/src/lessons.ts', /apps\/timetable\/api\/src\/lessons\.ts:1\n/],
    ['shell/server/src/login/me.ts', /shell\/server\/src\/login\/me\.ts:1\n/],
  ] as const) {
    const mend = copy.change(path, '', 'const = 1\n')
    await expect(overlay(page), path).toContainText(named, SHOWN)
    await page.reload()
    await expect(overlay(page), `${path}, in a page that is opened later`).toContainText(named)
    mend()
    await expect(overlay(page), path).toHaveCount(0, SHOWN)
    await expect(mounted(page, 'timetable')).toBeVisible(SHOWN)
  }
})

test('unsaved work is not loaded away: the page waits until it is saved', async ({ person }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo', { origin: product.origin })
  await expect(card(page, 'attendance')).toBeVisible()
  await openUnmarkedLesson(page)
  await page.locator('textarea').fill('Ryhmätyö jäi kesken')
  copy.change('apps/attendance/web/messages/fi.json', '"note.title": "', '"note.title": "Uusi: ')
  await expect(overlay(page)).toContainText('unsaved work', SHOWN)
  await expect(page.locator('textarea')).toHaveValue('Ryhmätyö jäi kesken')
  await page.locator('[data-action="save-note"]').click()
  await expect(page.getByText(/^Uusi: /)).toBeVisible(SHOWN)
  await expect(page.locator('textarea')).toHaveValue('Ryhmätyö jäi kesken')
})
