// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { go, startRouter } from './router.ts'

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
  expect(history.state).toEqual({ mine: 1, digione: before + 1, module: { mine: 1 } })

  history.replaceState(null, '', '/espoo/tasks/9')
  dispatchEvent(told('replaceState'))
  // The same step of the history: a way back that is refused is undone by as many.
  expect(history.state).toEqual({ digione: before + 1, module: null })

  dispatchEvent(new PopStateEvent('popstate', { state: { mine: 2 } }))
  expect((history.state as { digione: number }).digione).toBe(before + 1)
})
