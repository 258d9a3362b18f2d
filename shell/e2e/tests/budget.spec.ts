import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { logIn, shellOrigin } from '../src/people.ts'
import { mounted } from '../src/shell.ts'
import { expect, test } from '../src/test.ts'

const { deepLink: budget } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'bench', 'budget.json'), 'utf8')) as {
  deepLink: { documentBytes: number; requests: number }
}

test('a module opened by its address, with nothing kept, is within the budget of its HTML and of its requests', async ({ person }, { annotations }) => {
  const page = await person()
  await logIn(page, 'opettaja-espoo')
  await page.goto('about:blank')
  const session = await page.context().newCDPSession(page)
  await session.send('Network.clearBrowserCache')
  const asked: string[] = []
  // The page's own: what the failure worker keeps is asked for behind it, some time in the first seconds.
  page.on('request', (request) => {
    if (/^https?:/.test(request.url())) asked.push(request.url())
  })

  const answer = await page.goto(`${shellOrigin()}/espoo/timetable`)
  await expect(mounted(page, 'timetable').locator('.tt-block').first()).toBeVisible()
  const requests = asked.length
  expect(answer?.headers()['content-encoding']).toBe('br')
  const documentBytes = (await answer?.request().sizes())?.responseBodySize ?? Infinity

  annotations.push({ type: 'measured', description: `HTML of a deep link: ${documentBytes} bytes; requests until the first lesson: ${requests}` })
  expect(documentBytes, 'bytes of the HTML').toBeLessThanOrEqual(budget.documentBytes)
  expect(requests, asked.join('\n')).toBeLessThanOrEqual(budget.requests)
})
