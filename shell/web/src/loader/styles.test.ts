// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "handleDisabledFileLoadingAsSuccess": true } }
import { beforeEach, expect, test } from 'vitest'
import { holdStyles } from './styles.ts'

const release = (id: string, styles: string[]) => ({ id, entry: { container: '', exposed: '', scripts: [], styles } })
const linked = () => [...document.querySelectorAll('link')].map(({ href }) => new URL(href).pathname)

beforeEach(() => document.head.replaceChildren())

test('a release’s stylesheets stand while any mount of it stands, and go with the last', () => {
  const own = release('a@000000000001', ['/releases/a/000000000001/x.css'])
  const [page, card] = [holdStyles(own), holdStyles(own)]
  expect(linked()).toEqual(['/releases/a/000000000001/x.css'])
  page.release()
  page.release()
  expect(linked()).toHaveLength(1)
  card.release()
  expect(linked()).toEqual([])
})

test('what a lazy chunk added goes too, and stands again with the next mount', () => {
  const own = release('b@000000000001', [])
  const first = holdStyles(own)
  const lazy = document.createElement('link')
  lazy.rel = 'stylesheet'
  lazy.href = '/releases/b/000000000001/lazy.css'
  document.head.append(lazy)
  first.release()
  expect(linked()).toEqual([])
  holdStyles(own)
  expect(linked()).toEqual(['/releases/b/000000000001/lazy.css'])
})

test('two releases of one module do not touch each other’s', () => {
  const old = holdStyles(release('c@000000000001', ['/releases/c/000000000001/x.css']))
  holdStyles(release('c@000000000002', ['/releases/c/000000000002/x.css']))
  old.release()
  expect(linked()).toEqual(['/releases/c/000000000002/x.css'])
})
