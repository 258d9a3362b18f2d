import { Manifest } from '@digione/contracts'
import type { ManifestInput, MyContext, StartRelease } from '@digione/contracts'
import { expect, test } from 'vitest'
import { byGroup, currentItem, navigationOf } from './navigation-of.ts'

const text = (fi: string) => ({ fi, sv: fi })
const common = { version: '1.0.0', hostApi: '1.0', icon: 'book', vendor: { name: 'V', contact: 'v@example.fi' } }
const inputs: ManifestInput[] = [
  {
    ...common,
    id: 'marks',
    name: text('Merkinnät'),
    description: text('M'),
    roles: ['teacher', 'guardian'],
    isolation: 'page',
    paths: { '/': { title: text('M') } },
    nav: [
      { path: '/', label: text('Merkinnät'), icon: 'book', group: 'everyday', order: 20 },
      { path: '/groups', label: text('Ryhmät'), icon: 'users', group: 'everyday', order: 30, roles: ['teacher'] },
    ],
  },
  {
    ...common,
    id: 'plan',
    name: text('Suunnitelma'),
    description: text('S'),
    roles: ['teacher'],
    isolation: 'page',
    paths: { '/': { title: text('S') } },
    nav: [{ path: '/', label: text('Suunnitelma'), icon: 'book', group: 'teaching' }],
  },
  {
    ...common,
    id: 'library',
    name: text('Kirjasto'),
    description: text('K'),
    roles: ['teacher', 'guardian'],
    isolation: 'link',
    link: { url: 'https://library.example.fi/' },
  },
]
const releases = new Map(
  inputs.map((input): [string, StartRelease] => {
    const manifest = Manifest.parse(input)
    return [`${manifest.id}@1`, { id: `${manifest.id}@1`, module: manifest.id, version: manifest.version, manifest, entry: null }]
  }),
)
const context = (role: MyContext['role']): MyContext => ({
  id: role,
  municipality: 'espoo',
  municipalityName: text('Espoo'),
  school: null,
  role,
  learner: null,
  level: null,
  groups: [],
  matters: [],
  modules: [...releases.values()].map(({ id, module }) => ({ module, release: id, settings: {}, ids: { user: 'u', learner: null } })),
})
const items = (role: MyContext['role']) => navigationOf(context(role), (id) => releases.get(id) ?? null)

test('the navigation is what the manifests offer to the role, by purpose and order', () => {
  expect(items('teacher').map(({ href }) => href)).toEqual(['/espoo/plan', '/espoo/marks', '/espoo/marks/groups', 'https://library.example.fi/'])
  expect(items('guardian').map(({ module }) => module)).toEqual(['marks', 'library'])
  expect(items('principal')).toEqual([])
  expect(byGroup(items('teacher')).map(({ group }) => group)).toEqual(['teaching', 'everyday', 'other'])
})

test('of a module with several entries the most exact one is current', () => {
  const at = (path: string) => currentItem(items('teacher'), { kind: 'module', municipality: 'espoo', module: 'marks', path })?.href
  expect([at('/'), at('/groups/7b?day=1'), at('/other')]).toEqual(['/espoo/marks', '/espoo/marks/groups', '/espoo/marks'])
  expect(currentItem(items('teacher'), { kind: 'module', municipality: 'vantaa', module: 'marks', path: '/' })).toBeNull()
  expect(currentItem(items('teacher'), { kind: 'desktop' })).toBeNull()
})
