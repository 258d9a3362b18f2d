import type { MyContext } from '@digione/contracts'
import { describe, expect, test } from 'vitest'
import { firstContext, resolvePage } from './contexts.ts'
import { routeOf } from './route.ts'

const name = { fi: 'x', sv: 'x' }
const context = (id: string, municipality: string, learner: string | null, modules: string[], role: MyContext['role'] = 'guardian'): MyContext => ({
  id,
  municipality,
  municipalityName: name,
  school: { id: `school-${municipality}`, name },
  role,
  learner: learner ? { id: learner, givenName: learner, name: learner, grade: 4, group: '4B' } : null,
  level: 'perusopetus',
  groups: [],
  matters: [],
  modules: modules.map((module) => ({ module, release: `${module}@1`, settings: {}, ids: { user: 'u', learner } })),
})

const aino = context('aino', 'espoo', 'Aino', ['attendance', 'timetable'])
const eero = context('eero', 'vantaa', 'Eero', ['timetable'])
const oiva = context('oiva', 'espoo', 'Oiva', ['attendance'])
const me = (...contexts: MyContext[]) => ({ contexts, locked: [] })
const at = (pathname: string) => routeOf({ pathname, search: '', hash: '' })

describe('the context that an address is shown with', () => {
  test('is the one worked in where it fits', () =>
    expect(resolvePage(me(aino, oiva), 'oiva', true, at('/espoo/attendance'))).toEqual({ kind: 'mount', contextId: 'oiva' }))
  test('is offered where it is about another child', () =>
    expect(resolvePage(me(aino, eero), 'aino', true, at('/vantaa/timetable'))).toEqual({ kind: 'offer', contextIds: ['eero'] }))
  test('is taken where nothing was chosen and one fits', () =>
    expect(resolvePage(me(aino, eero), 'aino', false, at('/vantaa/timetable'))).toEqual({ kind: 'mount', contextId: 'eero' }))
  test('is asked for where nothing was chosen and two fit', () =>
    expect(resolvePage(me(eero, aino, oiva), 'eero', false, at('/espoo/attendance'))).toEqual({ kind: 'offer', contextIds: ['aino', 'oiva'] }))
  test('is another role at the same school without asking', () => {
    const teacher = context('teacher', 'espoo', null, ['timetable'], 'teacher')
    const principal = context('principal', 'espoo', null, ['timetable', 'indicators'], 'principal')
    expect(resolvePage(me(teacher, principal), 'teacher', true, at('/espoo/indicators'))).toEqual({ kind: 'mount', contextId: 'principal' })
  })
  test('is none where the module is not on', () =>
    expect(resolvePage(me(aino, eero), 'aino', true, at('/vantaa/attendance'))).toMatchObject({ kind: 'problem', problem: { kind: 'not-on' } }))
  test('names the way in that opens it', () => {
    const locked = [{ municipality: 'turku', municipalityName: name, role: 'guardian' as const, opensWith: { provider: 'suomifi', name } }]
    expect(resolvePage({ contexts: [aino], locked }, 'aino', true, at('/turku/attendance'))).toMatchObject({ problem: { kind: 'locked', provider: 'suomifi' } })
  })
  test('does not matter on the desktop', () => expect(resolvePage(me(aino), 'aino', true, at('/'))).toEqual({ kind: 'none' }))
})

describe('the first context', () => {
  test('is what the tab remembers', () => expect(firstContext(me(aino, eero), 'eero', { municipality: 'espoo', role: 'guardian' })).toBe('eero'))
  test('else the position last worked in', () => expect(firstContext(me(aino, eero), 'gone', { municipality: 'vantaa', role: 'guardian' })).toBe('eero'))
  test('else the first', () => expect(firstContext(me(aino, eero), null, undefined)).toBe('aino'))
})
