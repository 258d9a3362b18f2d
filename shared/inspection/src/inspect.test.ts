import { Manifest } from '@digione/contracts'
import { expect, test } from 'vitest'
import { inspectFiles } from './inspect.ts'

const text = { fi: 'a', sv: 'a' }
const manifestOf = (more: object) =>
  Manifest.parse({
    id: 'acme.tasks',
    version: '1.0.0',
    hostApi: '1.0',
    name: text,
    description: text,
    icon: 'check',
    vendor: { name: 'Acme Oy', contact: 'tuki@acme.example' },
    roles: ['teacher'],
    paths: { '/': { title: text } },
    ...more,
  })
const styles = { path: 'app.css', contents: new TextEncoder().encode('body{color:red}') }
const singleSpa = { entry: 'app.js', format: 'system' }

test.each([
  ['refused in a page', { isolation: 'page', singleSpa }, true],
  ['refused in a frame that says nothing of it', { isolation: 'frame', singleSpa, legacy: ['inline-styles'] }, true],
  ['taken in a frame that declares it', { isolation: 'frame', singleSpa, legacy: ['global-styles'] }, false],
])('a stylesheet that reaches beyond its module is %s', (_what, more, isRefused) => {
  const { reasons } = inspectFiles(manifestOf(more), [styles])
  expect(reasons.some((reason) => reason.startsWith('app.css: '))).toBe(isRefused)
})
