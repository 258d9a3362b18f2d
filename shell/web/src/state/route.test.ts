import { expect, test } from 'vitest'
import { addressOf, isShellAddress, routeOf } from './route.ts'

const at = (address: string) => routeOf(new URL(address, 'http://digione.localhost'))

test.each([
  ['/', { kind: 'desktop' }],
  ['/accessibility', { kind: 'statement' }],
  ['/feedback', { kind: 'feedback' }],
  ['/more', { kind: 'more' }],
  ['/espoo/attendance', { kind: 'module', municipality: 'espoo', module: 'attendance', path: '/' }],
  ['/espoo/acme.tasks/groups/7b?date=1#x', { kind: 'module', municipality: 'espoo', module: 'acme.tasks', path: '/groups/7b?date=1#x' }],
  ['/espoo', { kind: 'unknown', path: '/espoo' }],
  ['/Espoo/x', { kind: 'unknown', path: '/Espoo/x' }],
  ['/api/me', { kind: 'unknown', path: '/api/me' }],
])('%s', (address, route) => expect(at(address)).toEqual(route))

test('a module’s route and its address are two forms of one thing', () => {
  for (const address of ['/espoo/attendance', '/espoo/attendance/groups/7b?date=1#x']) {
    const route = at(address)
    expect(route.kind === 'module' && addressOf(route)).toBe(address)
  }
})

test('addresses of the server leave the document', () =>
  expect(['/api/me', '/releases/x/y', '/espoo/x', '/'].map(isShellAddress)).toEqual([false, false, true, true]))
