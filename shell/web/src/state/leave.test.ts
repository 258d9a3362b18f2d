import { beforeEach, describe, expect, test } from 'vitest'
import { askToLeave, dirtyGuards, holdGuard, saveAll } from './leave.ts'
import { answer } from './questions.ts'
import { useShell } from './store.ts'

const page = { name: 'page' }
const card = { name: 'card' }
let releases: (() => void)[] = []
const hold = (owner: object, guard: { isDirty?: () => boolean; save: () => Promise<void> }) =>
  void releases.push(holdGuard({ owner, module: 'attendance', guard }))
const moment = () => new Promise((resolve) => setTimeout(resolve, 5))
const standing = () => useShell.getState().question

beforeEach(() => {
  for (const release of releases) release()
  releases = []
})

describe('leaving unsaved work', () => {
  test('asks nobody where nothing is unsaved', async () => {
    hold(page, { isDirty: () => false, save: async () => {} })
    expect([await askToLeave(() => true, 'navigate'), standing()]).toEqual([true, null])
  })

  test('stays where the person says so', async () => {
    hold(page, { save: async () => {} })
    const left = askToLeave(() => true, 'navigate')
    await moment()
    expect(standing()).toMatchObject({ kind: 'unsaved', module: 'attendance', reason: 'navigate' })
    answer('stay')
    expect([await left, standing()]).toEqual([false, null])
  })

  test('asks again where saving fails, and says so', async () => {
    let fails = true
    hold(page, { save: async () => (fails ? Promise.reject(new Error('offline')) : undefined) })
    const left = askToLeave(() => true, 'sign-out')
    await moment()
    answer('save')
    await moment()
    expect(standing()).toMatchObject({ failed: true, saving: false })
    fails = false
    answer('save')
    expect(await left).toBe(true)
  })

  test('asks only about the mounts that go', () => {
    hold(page, { save: async () => {} })
    hold(card, { save: async () => {} })
    expect(dirtyGuards((owner) => owner === card)).toHaveLength(1)
  })

  test('asks about one after the other, and stops at the first "stay"', async () => {
    hold(page, { save: async () => {} })
    hold(card, { save: async () => {} })
    const left = askToLeave(() => true, 'switch')
    await moment()
    answer('discard')
    await moment()
    answer('stay')
    expect(await left).toBe(false)
  })

  test('gives up the drafts of what is discarded, but of nothing while the person stays', async () => {
    const gone: string[] = []
    const giveUp = (what: string) => async () => void gone.push(what)
    releases.push(holdGuard({ owner: page, module: 'attendance', guard: { save: async () => {} }, giveUp: giveUp('page') }))
    releases.push(holdGuard({ owner: card, module: 'attendance', guard: { save: async () => {} }, giveUp: giveUp('card') }))
    for (const [second, goes] of [
      ['stay', []],
      ['save', ['page']],
    ] as const) {
      const left = askToLeave(() => true, 'navigate')
      await moment()
      answer('discard')
      await moment()
      answer(second)
      await left
      expect(gone).toEqual(goes)
    }
  })

  test('asks where a guard cannot say whether it is dirty', () => {
    hold(page, { isDirty: () => JSON.parse('{'), save: async () => {} })
    expect(dirtyGuards(() => true)).toHaveLength(1)
  })
})

test('what is switched off saves by itself; what takes too long or fails is counted as lost', async () => {
  let saved = 0
  hold(page, { save: async () => void saved++ })
  hold(page, { save: () => new Promise(() => {}) })
  hold(page, { save: async () => Promise.reject(new Error('offline')) })
  expect([await saveAll((owner) => owner === page, 30), saved]).toEqual([{ saved: 1, lost: 2 }, 1])
})
