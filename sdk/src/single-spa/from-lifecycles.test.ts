// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { testHost } from '../testing/index.ts'
import { fromLifecycles } from './from-lifecycles.ts'
import type { LifecycleProps } from './lifecycles.ts'

/** An application that says what happened to it, in order. */
function application() {
  const told: string[] = []
  const seen: LifecycleProps[] = []
  const tell = (what: string) => async (props: LifecycleProps) => {
    told.push(what)
    seen.push(props)
  }
  return { told, seen, lifecycles: { bootstrap: tell('bootstrap'), mount: [tell('mount'), tell('mounted')], unmount: tell('unmount') } }
}

test('bootstrap runs once for all mounts, and each mount has its own element and its own end', async () => {
  const { told, seen, lifecycles } = application()
  const app = fromLifecycles(lifecycles)
  const [one, two] = [document.createElement('div'), document.createElement('div')]
  const ends = await Promise.all([one, two].map(async (el) => app.mount(el, testHost().host)))
  expect(told).toEqual(['bootstrap', 'mount', 'mount', 'mounted', 'mounted'])
  expect(new Set(seen.map(({ domElement }) => domElement))).toEqual(new Set([one, two]))
  // Helpers of single-spa's family keep what belongs to a mount by its name.
  expect(seen.slice(1, 3).map(({ name }) => name)).toEqual(['test', 'test-2'])
  ends[1]?.()
  expect([told.at(-1), seen.at(-1)?.domElement]).toEqual(['unmount', two])
  expect(told.filter((what) => what === 'unmount')).toHaveLength(1)
})

test('a bootstrap that failed fails the mount, and runs again with the next one', async () => {
  let tries = 0
  const { told, lifecycles } = application()
  const bootstrap = async () => {
    if (++tries === 1) throw new Error('not yet')
  }
  const app = fromLifecycles({ ...lifecycles, bootstrap })
  await expect(app.mount(document.body, testHost().host)).rejects.toThrow('not yet')
  await app.mount(document.body, testHost().host)
  expect([tries, told]).toEqual([2, ['mount', 'mounted']])
})

test('who leaves while it starts sees nothing of it', async () => {
  const { told, lifecycles } = application()
  let start = () => {}
  const { host, unmount } = testHost()
  const mounting = fromLifecycles({ ...lifecycles, bootstrap: () => new Promise<void>((resolve) => (start = resolve)) }).mount(document.body, host)
  unmount()
  start()
  const end = await mounting
  end?.()
  expect(told).toEqual([])
})

test('an unmount that fails is reported', async () => {
  const { lifecycles } = application()
  const { host, reports } = testHost()
  const end = await fromLifecycles({ ...lifecycles, unmount: () => Promise.reject(new Error('stuck')) }).mount(document.body, host)
  end?.()
  await vi.waitFor(() => expect(reports).toEqual([expect.objectContaining({ message: 'stuck' })]))
})

test('navigateToUrl goes by the platform’s history, from an address and from a link’s click', async () => {
  const { seen, lifecycles } = application()
  const { host, navigations } = testHost()
  await fromLifecycles(lifecycles).mount(document.body, host)
  const { base, name, singleSpa } = seen[0] as LifecycleProps
  expect([base, name]).toEqual(['/espoo/test', 'test'])
  singleSpa.navigateToUrl(`${base}/?day=1#top`)
  const preventDefault = vi.fn<() => void>()
  singleSpa.navigateToUrl({ currentTarget: { href: `http://platform.example${base}/` }, preventDefault })
  expect(navigations.map(({ address }) => address)).toEqual(['/espoo/test/?day=1#top', '/espoo/test/'])
  expect(preventDefault).toHaveBeenCalledOnce()
})

test('a card is told where its page is', async () => {
  const { lifecycles } = application()
  const card = application()
  const app = fromLifecycles(lifecycles, { cards: { 'desktop.card.v1': card.lifecycles } })
  await app.slots?.['desktop.card.v1']?.(document.body, testHost().host, { pageHref: '/espoo/test' })
  expect(card.seen[0]?.pageHref).toBe('/espoo/test')
})
