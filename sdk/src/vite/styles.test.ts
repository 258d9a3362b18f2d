import { expect, test } from 'vitest'
import { confine } from './styles.ts'

const inside = (css: string) => /^@layer module\{@scope \(\[data-module="acme\.tasks"\]\)\{(.*)\}\}$/s.exec(confine(css, 'acme.tasks'))?.[1]

test.each([
  ['h2{color:red}', 'h2{color:red}'],
  [':root{--x:1}', ':scope{--x:1}'],
  ['html,body{--x:1}', ':scope,:scope{--x:1}'],
  ['body .list{--x:1}', ':scope .list{--x:1}'],
  ['body>.list{--x:1}', ':scope>.list{--x:1}'],
  ['html > body .list{--x:1}', ':scope .list{--x:1}'],
  ['html[data-theme="dark"] .list a{--x:1}', 'html[data-theme="dark"] :scope .list a{--x:1}'],
  ['html[data-theme="dark"] body.wide .list{--x:1}', 'html[data-theme="dark"] body.wide :scope .list{--x:1}'],
  [':root:not([data-a="b c"] > *) .list{--x:1}', ':root:not([data-a="b c"] > *) :scope .list{--x:1}'],
  ['.list body-part,html-part{--x:1}', '.list body-part,html-part{--x:1}'],
  ['.list:has(> .row + .row){--x:1}', '.list:has(> .row + .row){--x:1}'],
  ['@media (width > 1px){:root{--x:1}}', '@media (width > 1px){:scope{--x:1}}'],
  ['.list{& .row{--x:1}}', '.list{& .row{--x:1}}'],
])('%s becomes %s', (css, expected) => expect(inside(css)).toBe(expected))

test('animations get names of their own, fonts and imports keep their place', () => {
  const css =
    '@import "a.css";@font-face{font-family:X}@keyframes spin{to{rotate:1turn}}.a{animation:1s spin,2s fade}@media print{@keyframes fade{to{opacity:0}}}'
  expect(confine(css, 'acme.tasks')).toBe(
    '@import "a.css";@layer module{@font-face{font-family:X}@keyframes acme-tasks-spin{to{rotate:1turn}}@media print{@keyframes acme-tasks-fade{to{opacity:0}}}@scope ([data-module="acme.tasks"]){.a{animation:1s acme-tasks-spin,2s acme-tasks-fade}@media print{}}}',
  )
})

test('nothing stays nothing', () => expect(confine('/* none */', 'acme.tasks')).toBe(''))
