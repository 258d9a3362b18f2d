// @vitest-environment node
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { create } from './create.ts'
import type { CreateOptions } from './create.ts'

let cwd = ''
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'digione-create-'))))
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const ACME = { vendor: 'Acme Oy', contact: 'tuki@acme.example' }
const text = (file: string) => readFileSync(join(cwd, file), 'utf8')
const json = (file: string): unknown => JSON.parse(text(file))
const without = (options: CreateOptions) => create(options, cwd, null)

test('the names are wherever a person reads them', async () => {
  const created = await without({ ...ACME, folder: 'lists', id: 'acme.lists', name: 'Listat', nameSv: 'Listor' })
  const names = { fi: 'Listat', sv: 'Listor', en: 'Listat' }
  expect(created).toMatchObject({ id: 'acme.lists', template: 'react', folder: join(cwd, 'lists') })
  expect(json('lists/digione.json')).toMatchObject({ id: 'acme.lists', name: names, paths: { '/': { title: names } }, nav: [{ label: names }] })
  expect(['fi', 'sv', 'en'].map((language) => (json(`lists/web/messages/${language}.json`) as { title: string }).title)).toEqual(['Listat', 'Listor', 'Listat'])
  expect(json('lists/package.json')).toMatchObject({ name: 'acme-lists', dependencies: { '@digione/sdk': '0.1.0' } })
  expect(text('lists/README.md')).toContain('# Listat')
  expect(text('lists/.env.example')).toContain('DIGIONE_MODULE=acme.lists')
  expect(readdirSync(join(cwd, 'lists'), { recursive: true, encoding: 'utf8' })).toEqual(expect.arrayContaining([...created.files]))
})

test('the sandbox that lies beside the packed SDK is taken along too', async () => {
  writeFileSync(join(cwd, 'digione-sdk-0.1.0.tgz'), 'the SDK')
  await without({ ...ACME, folder: 'alone', sdk: 'digione-sdk-0.1.0.tgz' })
  expect(text('alone/package.json')).not.toContain('@digione/sandbox')
  writeFileSync(join(cwd, 'digione-sandbox-0.1.0.tgz'), 'the sandbox')
  await without({ ...ACME, folder: 'lists', sdk: 'digione-sdk-0.1.0.tgz' })
  expect(json('lists/package.json')).toMatchObject({ devDependencies: { '@digione/sandbox': 'file:sdk/digione-sandbox-0.1.0.tgz' } })
  expect(text('lists/sdk/digione-sandbox-0.1.0.tgz')).toBe('the sandbox')
  await without({ ...ACME, folder: 'registry', sdk: '0.1.0' })
  expect(json('registry/package.json')).toMatchObject({ dependencies: { '@digione/sdk': '0.1.0' }, devDependencies: { '@digione/sandbox': '0.1.0' } })
})

test('a folder gives the id and the name', async () => {
  const { id } = await without({ ...ACME, folder: 'Lukupäiväkirja 2' })
  expect(id).toBe('lukupaivakirja-2')
  expect(json('Lukupäiväkirja 2/digione.json')).toMatchObject({ name: { fi: 'Lukupäiväkirja 2', sv: 'Lukupäiväkirja 2' } })
})

test('the present folder is taken where nothing is in it but what git made', async () => {
  mkdirSync(join(cwd, '.git'))
  await without({ ...ACME, folder: '.', id: 'lists' })
  expect(json('package.json')).toMatchObject({ name: 'lists' })
})

test('with --yes there is an example for everything', async () => {
  expect(await without({ yes: true })).toMatchObject({ id: 'homework', folder: join(cwd, 'homework') })
  expect(json('homework/digione.json')).toMatchObject({ name: { fi: 'Läksyt', sv: 'Läxor', en: 'Homework' }, vendor: { name: 'Acme' } })
})

describe('refuses, with the reason, and writes nothing', () => {
  const refusal = async (options: CreateOptions) => {
    const before = readdirSync(cwd)
    const message = await without(options).then(
      () => 'It was created.',
      (error: Error) => error.message,
    )
    expect(readdirSync(cwd)).toEqual(before)
    return message
  }

  test('a folder that is not empty, and one that is a file', async () => {
    mkdirSync(join(cwd, 'full'))
    writeFileSync(join(cwd, 'full/mine.txt'), 'mine')
    writeFileSync(join(cwd, 'file'), 'mine')
    expect(await refusal({ ...ACME, folder: 'full' })).toBe(`${join(cwd, 'full')} is not empty. Choose another folder, or empty that one.`)
    expect(await refusal({ ...ACME, folder: 'file' })).toBe(`${join(cwd, 'file')} is a file. Choose another name.`)
    expect(readdirSync(join(cwd, 'full'))).toEqual(['mine.txt'])
    expect(text('file')).toBe('mine')
  })

  test.each([
    ['Homework', 'has "H"'],
    ['läksyt', 'has "ä"'],
    ['2-lists', 'has to start with a letter'],
    ['a.b.c', 'more than one dot'],
    ['acme.', 'nothing on one side of its dot'],
    ['a'.repeat(41), 'longer than 40'],
    ['', 'needs an id'],
  ])('the id "%s": %s', async (id, why) => {
    expect(await refusal({ ...ACME, folder: 'lists', id })).toContain(why)
  })

  test('everything that is wrong, at once', async () => {
    const message = await refusal({ folder: 'lists', template: 'angular', id: 'X', contact: 'nobody' })
    expect(message.split('\n')).toEqual([
      'Missing: --vendor. Give them, or take examples with --yes.',
      'There is no template "angular". There are react, vue, svelte, vanilla, single-spa.',
      'The id "X" has "X". It stands in addresses: small letters a–z, digits and hyphens.',
      '"nobody" is not an e-mail address.',
    ])
    expect(await refusal({})).toBe('Missing: a folder, --vendor, --contact. Give them, or take examples with --yes.')
    expect(await refusal({ ...ACME, folder: 'lists', nameSv: ' ', vendor: '' })).toBe('The module needs a name.\nThe name of the vendor is missing.')
    expect(await refusal({ ...ACME, folder: '2026' })).toBe('The module needs an id.')
  })

  test('an SDK that is not there', async () => {
    expect(await refusal({ ...ACME, folder: 'lists', sdk: 'digione-sdk-9.9.9.tgz' })).toBe(`--sdk: there is no ${join(cwd, 'digione-sdk-9.9.9.tgz')}.`)
    expect(await refusal({ ...ACME, folder: 'lists', sdk: 'newest' })).toContain('--sdk is "newest".')
  })
})

describe('asks', () => {
  /** A person at a terminal: `see` waits for words that were not seen before, `type` answers. */
  function person() {
    const input = new PassThrough()
    const output = new PassThrough()
    let unseen = ''
    output.on('data', (part: Buffer) => (unseen += part.toString('utf8')))
    const see = (words: string) =>
      vi.waitFor(() => {
        const at = unseen.indexOf(words)
        if (at < 0) throw new Error(`"${words}" was not said: ${unseen}`)
        unseen = unseen.slice(at + words.length)
      })
    return { terminal: { input, output }, see, type: (keys: string) => void input.write(keys) }
  }
  const DOWN = '\u001B[B'

  test('for what no flag says, again where an answer does not hold, and takes what stands in brackets', async () => {
    const { terminal, see, type } = person()
    mkdirSync(join(cwd, 'full'))
    writeFileSync(join(cwd, 'full/mine.txt'), 'mine')
    const created = create({ vendor: 'Acme Oy' }, cwd, terminal)
    await see('Folder')
    type('full\n')
    await see('is not empty')
    await see('Folder')
    type('lists\n')
    await see('Template')
    type(DOWN + DOWN + DOWN + DOWN + DOWN + DOWN + '\r')
    await see('Id, part of every address')
    type('My Lists\n')
    await see('small letters')
    await see('Id, part of every address')
    type('\n')
    await see('Name in Finnish')
    type('Listat\n')
    await see('Name in Swedish')
    type('Listor\n')
    await see('Name in English')
    type('\n')
    await see('Support, an e-mail address')
    type('tuki@acme.example\n')
    // Six times down among five: the second.
    expect(await created).toMatchObject({ id: 'lists', template: 'vue' })
    expect(json('lists/digione.json')).toMatchObject({
      name: { fi: 'Listat', sv: 'Listor', en: 'Listat' },
      vendor: { name: 'Acme Oy', contact: 'tuki@acme.example' },
    })
  })

  test('nothing where a flag is wrong', async () => {
    const { terminal } = person()
    await expect(create({ template: 'angular' }, cwd, terminal)).rejects.toThrow('There is no template "angular"')
  })

  test.each(['in a line', 'in the choice'])('and Ctrl-C %s leaves nothing behind', async (where) => {
    const { terminal, see, type } = person()
    const ended = create(ACME, cwd, terminal).catch((error: Error) => error.message)
    await see('Folder')
    if (where === 'in the choice') {
      type('lists\n')
      await see('Template')
    }
    type('\u0003')
    expect(await ended).toBe('Nothing was created.')
    expect(readdirSync(cwd)).toEqual([])
    expect(existsSync(join(cwd, 'lists'))).toBe(false)
  })
})
