// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { go, startRouter, step } from './router.ts'

/** What single-spa tells of a module that wrote to the history by itself. */
const told = (trigger: 'pushState' | 'replaceState') =>
  Object.assign(new PopStateEvent('popstate', { state: history.state }), { singleSpa: true, singleSpaTrigger: trigger })

test('a module that writes to the history by itself is followed, and keeps its state', async () => {
  const shown: string[] = []
  startRouter({
    apply: (route) => shown.push(route.kind === 'module' ? route.path : route.kind),
    arrived: () => {},
    leaving: () => () => false,
    follow: () => {},
  })
  await go('/espoo/tasks')
  const before = (history.state as { digione: number }).digione

  history.pushState({ mine: 1 }, '', '/espoo/tasks/8')
  dispatchEvent(told('pushState'))
  expect(shown.at(-1)).toBe('/8')
  expect(history.state).toEqual({ mine: 1, digione: before + 1, module: { mine: 1 }, within: 1 })

  history.replaceState(null, '', '/espoo/tasks/9')
  dispatchEvent(told('replaceState'))
  // The same step of the history: a way back that is refused is undone by as many.
  expect(history.state).toEqual({ digione: before + 1, module: null, within: 1 })

  dispatchEvent(new PopStateEvent('popstate', { state: { mine: 2 } }))
  expect((history.state as { digione: number }).digione).toBe(before + 1)
})

test('a module steps among its own steps, and never out of them', async () => {
  startRouter({ apply: () => {}, arrived: () => {}, leaving: () => () => false, follow: () => {} })
  const steps: { readonly state: unknown; readonly href: string }[] = []
  const to = async (path: string) => {
    await go(path)
    steps.push({ state: history.state, href: location.href })
  }
  /** The browser goes to one of the steps. */
  const land = (at: number) => {
    const { state, href } = steps.at(at) ?? { state: null, href: '/' }
    history.replaceState(state, '', href)
    dispatchEvent(new PopStateEvent('popstate', { state }))
  }
  const went = vi.spyOn(history, 'go').mockImplementation(() => {})
  const tried = (...all: number[]) => {
    went.mockClear()
    for (const by of all) step(by)
    return went.mock.calls.map(([by]) => by)
  }
  for (const path of ['/espoo/tasks', '/', '/espoo/tasks/1', '/espoo/tasks/2', '/espoo/tasks/3']) await to(path)
  expect(tried(-3, 1, 0, -2, -1)).toEqual([-2, -1])
  land(2)
  // What lies before is the desktop; the same module beyond it was another visit.
  expect(tried(-1, -2, 3, 1, 2)).toEqual([1, 2])
  await to('/espoo/tasks/4')
  expect(tried(1, -2, -1)).toEqual([-1])
  await to('/vantaa/tasks')
  expect(tried(-1)).toEqual([])
  // After a reload the steps before are known from the history itself.
  land(5)
  startRouter({ apply: () => {}, arrived: () => {}, leaving: () => () => false, follow: () => {} })
  expect(tried(1, -1)).toEqual([-1])
  went.mockRestore()
})
