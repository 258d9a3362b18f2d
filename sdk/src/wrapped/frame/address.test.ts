// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { testHost } from '../../testing/index.ts'
import { followAddress } from './address.ts'

let standing: ReturnType<typeof testHost>
location.href = 'http://acme.modules.example/frame/acme/0123456789ab'
const follow = followAddress(() => standing.host)
const popped: unknown[] = []
addEventListener('popstate', ({ state }) => popped.push([location.pathname + location.search + location.hash, state]))

/** Mounts at an address below the module's base. */
function mount(path: string, base = '/espoo/test') {
  standing = testHost({ path })
  follow(base, standing.host)
}
const here = () => location.pathname + location.search + location.hash
beforeEach(() => void popped.splice(0))

test('the window has the address that the shell shows, and no step is made for it', () => {
  const { length } = history
  mount('/tasks/8?day=1#top')
  expect(here()).toBe('/espoo/test/tasks/8?day=1#top')
  expect([history.length, popped, standing.navigations]).toEqual([length, [], []])
})

test('a step of the application is asked of the shell, and is there at once', () => {
  mount('/')
  history.pushState({ mine: 1 }, '', '/espoo/test/tasks/8')
  expect([here(), history.state]).toEqual(['/espoo/test/tasks/8', { mine: 1 }])
  history.replaceState({ mine: 2 }, '', '?day=2')
  expect(here()).toBe('/espoo/test/tasks/8?day=2')
  expect(standing.navigations).toEqual([
    { address: '/espoo/test/tasks/8', replace: false, state: { mine: 1 } },
    { address: '/espoo/test/tasks/8?day=2', replace: true, state: { mine: 2 } },
  ])
  // What it asked for itself it is not told.
  expect(popped).toEqual([])
})

test('a step of the shell is told as a browser tells it, with what the application gave with that address', () => {
  mount('/')
  history.pushState({ mine: 'eight' }, '', '/espoo/test/tasks/8')
  history.pushState(null, '', '/espoo/test/tasks/9')
  standing.navigate('/tasks/8')
  expect(popped).toEqual([['/espoo/test/tasks/8', { mine: 'eight' }]])
})

test('a step back or forth is taken by the shell, among the steps of the module, and told with the state that belongs there', () => {
  mount('/')
  history.pushState({ mine: 'eight' }, '', '/espoo/test/tasks/8')
  history.pushState({ mine: 'nine' }, '', '/espoo/test/tasks/9')
  history.back()
  expect(popped.splice(0)).toEqual([['/espoo/test/tasks/8', { mine: 'eight' }]])
  history.go(-1)
  history.back()
  history.go()
  expect(popped.splice(0)).toEqual([['/espoo/test', null]])
  history.go(2)
  history.forward()
  expect([popped, here()]).toEqual([[['/espoo/test/tasks/9', { mine: 'nine' }]], '/espoo/test/tasks/9'])
})

test('a state that it gives to the address where it is stays with it, and asks nothing: the shell may be further by then', () => {
  mount('/')
  history.pushState(null, '', '/espoo/test/tasks/8')
  const asked = standing.navigations.length
  standing.navigate('/')
  // As Angular's router does with each step that it is told of, some time later.
  history.replaceState({ navigationId: 2 }, '', '/espoo/test/')
  expect([standing.navigations.length, history.state]).toEqual([asked, { navigationId: 2 }])
  standing.navigate('/tasks/8')
  popped.splice(0)
  standing.navigate('/')
  expect(popped).toEqual([['/espoo/test', { navigationId: 2 }]])
})

test('an application whose addresses begin elsewhere finds them there', () => {
  mount('/tasks/8', '/acme')
  expect(here()).toBe('/acme/tasks/8')
  history.pushState(null, '', '/acme/tasks/9')
  expect(standing.navigations.at(-1)?.address).toBe('/espoo/test/tasks/9')
  mount('/tasks/8', '')
  expect(here()).toBe('/tasks/8')
  history.pushState(null, '', '/')
  expect(standing.navigations.at(-1)?.address).toBe('/espoo/test')
})

test('an address that is not its own is no step, and is reported', () => {
  mount('/tasks/8')
  history.pushState(null, '', '/espoo/other')
  history.pushState(null, '', 'https://elsewhere.example/espoo/test/tasks/9')
  expect([here(), standing.navigations]).toEqual(['/espoo/test/tasks/8', []])
  expect(standing.reports).toHaveLength(2)
})

test('a link of its own that nobody takes is a step, a jump within the page is none', () => {
  mount('/tasks/8')
  const press = (href: string) => {
    const link = document.createElement('a')
    link.setAttribute('href', href)
    document.body.append(link)
    const event = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true })
    link.dispatchEvent(event)
    link.remove()
    return event.defaultPrevented
  }
  expect([press('/espoo/test/tasks/9'), here(), standing.navigations.at(-1)?.address]).toEqual([true, '/espoo/test/tasks/9', '/espoo/test/tasks/9'])
  expect(popped).toEqual([['/espoo/test/tasks/9', null]])
  expect([press('#/by/hash'), here()]).toEqual([true, '/espoo/test/tasks/9#/by/hash'])
  expect([press('#top'), press('/espoo/other'), press('https://elsewhere.example/')]).toEqual([false, false, false])
})
