// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "handleDisabledFileLoadingAsSuccess": true } }
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdStyles } from './styles.ts'

const release = (id: string, styles: string[]) => ({ id, entry: { container: '', exposed: '', scripts: [], styles } })
const linked = () => [...document.querySelectorAll('link')].map(({ href }) => new URL(href).pathname)

beforeEach(() => {
  vi.useFakeTimers()
  document.head.replaceChildren()
})
afterEach(() => vi.useRealTimers())

/** Which stand once there was time to take away what is not needed. */
async function linkedLater() {
  await vi.advanceTimersByTimeAsync(5000)
  return linked()
}

test('a release’s stylesheets stand while any mount of it stands, and go after the last', async () => {
  const own = release('a@000000000001', ['/releases/a/000000000001/x.css'])
  const [page, card] = [holdStyles(own), holdStyles(own)]
  expect(linked()).toEqual(['/releases/a/000000000001/x.css'])
  page.release()
  page.release()
  expect(linked()).toHaveLength(1)
  card.release()
  // What comes next is drawn first.
  expect(linked()).toHaveLength(1)
  expect(await linkedLater()).toEqual([])
})

test('stylesheets of a release that comes back before they went stay', async () => {
  const own = release('d@000000000001', ['/releases/d/000000000001/x.css'])
  holdStyles(own).release()
  const again = holdStyles(own)
  const other = holdStyles(release('e@000000000001', ['/releases/e/000000000001/x.css']))
  other.release()
  expect(await linkedLater()).toEqual(['/releases/d/000000000001/x.css'])
  again.release()
  expect(await linkedLater()).toEqual([])
})

test('what a lazy chunk added goes too, and stands again with the next mount', async () => {
  const own = release('b@000000000001', [])
  const first = holdStyles(own)
  const lazy = document.createElement('link')
  lazy.rel = 'stylesheet'
  lazy.href = '/releases/b/000000000001/lazy.css'
  document.head.append(lazy)
  first.release()
  expect(await linkedLater()).toEqual([])
  holdStyles(own)
  expect(linked()).toEqual(['/releases/b/000000000001/lazy.css'])
})

test('two releases of one module do not touch each other’s', async () => {
  const old = holdStyles(release('c@000000000001', ['/releases/c/000000000001/x.css']))
  holdStyles(release('c@000000000002', ['/releases/c/000000000002/x.css']))
  old.release()
  expect(await linkedLater()).toEqual(['/releases/c/000000000002/x.css'])
})
