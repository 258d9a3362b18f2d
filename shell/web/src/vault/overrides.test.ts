// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { overrides } from './overrides.ts'

const release = (module: string, digit = '0') => `${module}@${digit.repeat(12)}`
beforeEach(() => sessionStorage.clear())

test('of a module, the release chosen last is asked for, until it is not', () => {
  expect(overrides.asked()).toBe('')
  overrides.choose('tasks', release('tasks'))
  overrides.choose('diary', release('diary'))
  overrides.choose('tasks', release('tasks', 'a'))
  expect(overrides.asked()).toBe(`?override=${release('tasks', 'a')},${release('diary')}`)
  overrides.choose('tasks', null)
  expect(overrides.asked()).toBe(`?override=${release('diary')}`)
  overrides.choose('diary', null)
  expect(overrides.asked()).toBe('')
})

test('what is no release is not asked for, and no more than a few are: the platform would refuse the question as a whole', () => {
  for (const odd of ['tasks', 'tasks@0', `tasks@${'0'.repeat(12)}&x=1`, `../tasks@${'0'.repeat(12)}`, `tasks@${'0'.repeat(12)},x`])
    overrides.choose('tasks', odd)
  expect(overrides.asked()).toBe('')
  for (const module of ['a', 'b', 'c', 'd', 'e']) overrides.choose(module, release(module))
  expect(overrides.asked()).toBe(`?override=${['e', 'd', 'c', 'b'].map((module) => release(module)).join(',')}`)
})
