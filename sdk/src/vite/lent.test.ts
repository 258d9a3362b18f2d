// @vitest-environment node
import { beforeEach, expect, test } from 'vitest'
import { initSource } from './lent.ts'
import type { Share } from './shares.ts'

type Scope = Record<string, Record<string, { lib?: () => unknown; get?: () => Promise<() => unknown> }>>
const KEPT = Symbol.for('digione.lent')
const lent = () => Reflect.get(globalThis, KEPT) as Record<string, unknown> | undefined
beforeEach(() => void Reflect.deleteProperty(globalThis, KEPT))

const share = (name: string, range: string): Share => ({ name, package: name, range })
/** Each container is a file of its own. */
let containers = 0
async function init(scope: Scope, ...shares: Share[]): Promise<void> {
  const source = `${initSource('acme.tasks', shares)}\n// ${(containers += 1)}`
  const container = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`)) as { init(scope: Scope): Promise<void> }
  await container.init(scope)
}

test('what the page has ready is taken as it is, and what it has not is fetched', async () => {
  const [react, zustand] = [{ version: '19.3.1' }, {}]
  const scope: Scope = {
    react: { '19.3.1': { lib: () => react, get: () => Promise.reject(new Error('It is there.')) } },
    zustand: { '5.1.0': { get: async () => () => zustand } },
  }
  await init(scope, share('react', '19.3.1'), share('zustand', '^5.0.0'))
  expect(lent()?.['react']).toBe(react)
  expect(lent()?.['zustand']).toBe(zustand)
})

test.each([
  ['19.3.1', ['19.4.0', '19.0.0'], ['18.3.1', '20.0.0']],
  ['^19.1.0', ['19.3.1'], ['18.3.1', '20.0.0']],
  ['~19.1', ['19.3.1'], ['20.0.0']],
  ['19.x', ['19.3.1'], ['20.0.0']],
  ['>=18', ['18.0.0', '20.1.0'], ['17.0.2']],
  ['*', ['1.0.0', '99.0.0'], []],
  ['18 || 19', ['18.3.1', '19.3.1'], []],
])('of a library asked for as %s', async (range, fitting, others) => {
  const asking = (version: string) => init({ react: { [version]: { lib: () => version } } }, share('react', range))
  for (const version of fitting) await expect(asking(version)).resolves.toBeUndefined()
  for (const version of others) await expect(asking(version)).rejects.toThrow(`acme.tasks needs react ${range}, and the page lends ${version}`)
})

test('of several, the one that fits is taken, and of those that fit the first: the shell’s', async () => {
  const scope = {
    react: { '18.3.1': { lib: () => 'of another module' }, '19.3.1': { lib: () => 'the shell’s' }, '19.4.0': { lib: () => 'of a third module' } },
  }
  await init(scope, share('react', '^19.0.0'))
  expect(lent()).toEqual({ react: 'the shell’s' })
})

test('a page that lends nothing is told of', async () => {
  await expect(init({}, share('react', '19.3.1'))).rejects.toThrow('acme.tasks needs react 19.3.1, and the page lends none')
})

test('who borrows nothing asks for nothing', async () => {
  await init({})
  expect(lent()).toBeUndefined()
})
