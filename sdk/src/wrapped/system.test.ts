import { expect, test } from 'vitest'
import { createSystem, registrationOf } from './system.ts'
import type { Namespace, Registration } from './system.ts'

/** Files by address; each is what a build would have written. */
function systemOf(files: Readonly<Record<string, unknown[] | Namespace>>) {
  const fetched: string[] = []
  const system = createSystem({
    resolve: (specifier, parent) => new URL(specifier, parent).href,
    async fetch(url): Promise<Registration | Namespace> {
      fetched.push(url.slice('http://m.example/'.length))
      const file = files[url.slice('http://m.example/'.length)]
      if (!file) throw new Error(`There is no ${url}.`)
      return Array.isArray(file) ? registrationOf(file) : file
    },
  })
  return { fetched, load: (file: string) => system.load(`http://m.example/${file}`) }
}

type Exports = (name: string | object, value?: unknown) => unknown
interface Context {
  import(specifier: string): Promise<Namespace>
  readonly meta: { readonly url: string }
}

test('a file runs after what it needs, once for all who need it', async () => {
  const ran: string[] = []
  const note = (name: string, dependencies: string[]) => [dependencies, () => ({ setters: [], execute: () => void ran.push(name) })]
  const { fetched, load } = systemOf({ 'a.js': note('a', ['./b.js', './c.js']), 'b.js': note('b', ['./c.js']), 'c.js': note('c', []) })
  await Promise.all([load('a.js'), load('a.js')])
  expect(ran).toEqual(['c', 'b', 'a'])
  expect(fetched.toSorted()).toEqual(['a.js', 'b.js', 'c.js'])
})

test('names are live: an importer hears of each that changes later', async () => {
  let seen: unknown
  let raise = () => {}
  const { load } = systemOf({
    'a.js': [['./b.js'], () => ({ setters: [(b: Namespace) => (seen = b['count'])], execute() {} })],
    'b.js': [
      [],
      (exports: Exports) => {
        let count = 1
        raise = () => exports('count', ++count)
        return { execute: () => exports({ count, __esModule: true }) }
      },
    ],
  })
  await load('a.js')
  expect(seen).toBe(1)
  raise()
  expect(seen).toBe(2)
})

test('two files that need each other both run, and see each other’s functions', async () => {
  const { load } = systemOf({
    'a.js': [
      ['./b.js'],
      (exports: Exports) => {
        let b: Namespace = {}
        exports('name', () => 'a')
        return { setters: [(found: Namespace) => (b = found)], execute: () => exports('both', () => `${(b['name'] as () => string)()}a`) }
      },
    ],
    'b.js': [
      ['./a.js'],
      (exports: Exports) => {
        let a: Namespace = {}
        exports('name', () => `b${(a['name'] as () => string)()}`)
        return { setters: [(found: Namespace) => (a = found)] }
      },
    ],
  })
  const a = await load('a.js')
  expect((a['both'] as () => string)()).toBe('baa')
})

test('a file that registers under a name, waits at its top, and loads another later by its own address', async () => {
  const { load } = systemOf({
    'app/a.js': [
      'acme',
      [],
      (exports: Exports, context: Context) => ({
        execute: async () => {
          await Promise.resolve()
          exports('url', context.meta.url)
          exports('later', () => context.import('./later.js'))
        },
      }),
    ],
    'app/later.js': [[], (exports: Exports) => ({ execute: () => exports('default', 'there') })],
  })
  const a = await load('app/a.js')
  expect(a['url']).toBe('http://m.example/app/a.js')
  expect(await (a['later'] as () => Promise<Namespace>)()).toMatchObject({ default: 'there' })
})

test('what is ready without registering is taken as it is', async () => {
  let react: Namespace = {}
  const { load } = systemOf({
    'a.js': [['./react.js'], () => ({ setters: [(found: Namespace) => (react = { ...found })], execute() {} })],
    'react.js': { version: '18' },
  })
  await load('a.js')
  expect(react).toEqual({ version: '18' })
})

test('a file that does not come, or throws, fails whoever asked for it', async () => {
  const { load } = systemOf({
    'a.js': [['./none.js'], () => ({ execute() {} })],
    'b.js': [
      [],
      () => ({
        execute: () => {
          throw new Error('broken')
        },
      }),
    ],
  })
  await expect(load('a.js')).rejects.toThrow('There is no http://m.example/none.js.')
  await expect(load('b.js')).rejects.toThrow('broken')
})
