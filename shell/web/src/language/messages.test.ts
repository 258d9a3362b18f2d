import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LANGUAGES, spoken } from './languages.ts'

const source = join(import.meta.dirname, '..')
const read = (language: string) => JSON.parse(readFileSync(join(import.meta.dirname, 'messages', `${language}.json`), 'utf8')) as Record<string, string>
const languages = LANGUAGES.map(({ code }) => code)
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted()
const missing = (wanted: object, given: object) => Object.keys(wanted).filter((key) => !(key in given))

test('each language that is offered has its messages, and none lies about unused', () => {
  const files = readdirSync(join(import.meta.dirname, 'messages')).map((file) => file.replace('.json', ''))
  expect(files.toSorted()).toEqual(languages.toSorted())
})

test.each(languages)('%s says everything that Finnish says, and no more', (language) => {
  const [fi, other] = [read('fi'), read(language)]
  expect({ missing: missing(fi, other), surplus: missing(other, fi) }).toEqual({ missing: [], surplus: [] })
  for (const [key, text] of Object.entries(other)) {
    expect(text.trim(), key).not.toBe('')
    expect(placeholders(text), key).toEqual(placeholders(fi[key] ?? ''))
  }
})

test('a missing message would be noticed', () => {
  expect(missing({ a: 1, b: 1 }, { a: 1 })).toEqual(['b'])
})

test.each(languages)('the accessibility statement is complete in %s', (language) => {
  const statement = (name: string) =>
    JSON.parse(readFileSync(join(source, 'landing', 'statement', `${name}.json`), 'utf8')) as { sections: { authority?: object; feedback?: boolean }[] }
  const shape = (name: string) => statement(name).sections.map((section) => Object.keys(section).toSorted())
  expect(shape(language)).toEqual(shape('fi'))
  expect(statement(language).sections.some(({ authority }) => authority)).toBe(true)
  expect(statement(language).sections.some(({ feedback }) => feedback)).toBe(true)
})

test('every sentence that the shell asks for by name exists', () => {
  const fi = read('fi')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.includes('.test.') && !file.startsWith('vault'),
  )
  const asked = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/(?:\bt\(|\bkey: )'([a-z][\w.-]*)'/g)].map(([, key]) => key ?? ''),
  )
  expect(asked.length).toBeGreaterThan(50)
  expect(asked.filter((key) => !/^draft|^file/.test(key)).filter((key) => !(key in fi) && !(`${key}_other` in fi))).toEqual([])
})

test('a language that is not spoken here falls back to its base language, then to Finnish', () => {
  expect(['sv-FI', 'en', 'se', 'fi-FI'].map(spoken)).toEqual(['sv', 'en', 'fi', 'fi'])
})
