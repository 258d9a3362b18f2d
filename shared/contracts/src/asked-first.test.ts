import { describe, expect, test } from 'vitest'
import { askedFirst } from './asked-first.ts'
import type { First } from './asked-first.ts'

const teacher = { role: 'teacher', learner: null, now: new Date('2026-11-24T22:30:00Z') } as const

const asked = (first: readonly First[], below: string, as: Parameters<typeof askedFirst>[2] = teacher) =>
  askedFirst({ '/': {}, '/groups/:group': { first } }, below, as).map(({ api, path }) => `${api}:${path}`)

describe('what a page asks first', () => {
  test('is what its path names, and nothing for another path', () => {
    expect(asked([{ ask: 'api:/marks' }], '/groups/7b?day=1#top')).toEqual(['api:/marks'])
    expect(asked([{ ask: 'api:/marks' }], '/')).toEqual([])
    expect(asked([{ ask: 'api:/marks' }], '/elsewhere')).toEqual([])
  })

  test('is filled in from the address, the context and the date in Finland', () => {
    expect(asked([{ ask: 'api:/groups/{params.group}?day={query.day|today}' }], '/groups/7b%2F%C3%A4')).toEqual(['api:/groups/7b%2F%C3%A4?day=2026-11-25'])
    expect(asked([{ ask: 'api:/groups/{params.group}?day={query.day|today}' }], '/groups/7b?day=2026-11-01')).toEqual(['api:/groups/7b?day=2026-11-01'])
    expect(asked([{ ask: 'api:/marks/{context.learner.id}' }], '/groups/7b', { ...teacher, role: 'guardian', learner: 'p-1' })).toEqual(['api:/marks/p-1'])
  })

  test('is left out where a part of its path is missing; a parameter without a value is left out of it', () => {
    expect(asked([{ ask: 'api:/marks/{context.learner.id}' }], '/groups/7b')).toEqual([])
    expect(asked([{ ask: 'api:/marks?group={query.group}&all=' }], '/groups/7b?group=')).toEqual(['api:/marks?all='])
    expect(asked([{ ask: 'api:/marks?group={query.group}' }], '/groups/7b')).toEqual(['api:/marks'])
  })

  test.each(['..', '.'])('is not led elsewhere by a value such as %s', (value) => {
    expect(asked([{ ask: 'api:/groups/{query.group}/marks' }], `/groups/7b?group=${value}`)).toEqual([])
  })

  test('adds nothing to a request but one value', () => {
    expect(asked([{ ask: 'api:/groups/{query.group}?day={query.day}' }], '/groups/7b?group=a/../b%3Fx&day=1%26all%3Dyes')).toEqual([
      'api:/groups/a%2F..%2Fb%3Fx?day=1%26all%3Dyes',
    ])
  })

  test('is for the roles that it names', () => {
    const first: First[] = [
      { ask: 'api:/own', roles: ['learner', 'guardian'] },
      { ask: 'api:/all', roles: ['teacher'], idle: true },
    ]
    expect(askedFirst({ '/': { first } }, '/', teacher)).toEqual([{ api: 'api', path: '/all', isIdle: true }])
  })
})
