import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { z } from 'zod'
import { isTemplate, TEMPLATES } from './templates.ts'
import type { Template } from './templates.ts'

/** What the command was given. */
export interface CreateFlags {
  readonly folder?: string | undefined
  readonly template?: string | undefined
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly nameSv?: string | undefined
  readonly nameEn?: string | undefined
  readonly vendor?: string | undefined
  readonly contact?: string | undefined
}

/** All that a new module needs to know. */
export interface Answers {
  /** Absolute. */
  readonly folder: string
  readonly template: Template
  readonly id: string
  readonly name: { readonly fi: string; readonly sv: string; readonly en: string }
  readonly vendor: { readonly name: string; readonly contact: string }
}

/** What git and the desktop leave in a folder that somebody has just made. */
const HARMLESS = new Set(['.git', '.DS_Store'])

/** Each says what is wrong with a value, or `null`. */
export const problemWith = {
  folder(folder: string, cwd: string): string | null {
    if (folder.trim() === '') return 'The folder needs a name.'
    const path = resolve(cwd, folder)
    try {
      return readdirSync(path).every((name) => HARMLESS.has(name)) ? null : `${path} is not empty. Choose another folder, or empty that one.`
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'ENOENT') return null
      return code === 'ENOTDIR' ? `${path} is a file. Choose another name.` : `${path} cannot be read.`
    }
  },
  template: (name: string) => (isTemplate(name) ? null : `There is no template "${name}". There are ${TEMPLATES.join(', ')}.`),
  id(id: string): string | null {
    const parts = id.split('.')
    if (parts.length > 2) return `The id "${id}" has more than one dot. One may stand between vendor and module: acme.homework.`
    for (const part of parts) {
      if (part === '') return id === '' ? 'The module needs an id.' : `The id "${id}" has nothing on one side of its dot.`
      const odd = /[^a-z0-9-]/.exec(part)?.[0]
      if (odd !== undefined) return `The id "${id}" has "${odd}". It stands in addresses: small letters a–z, digits and hyphens.`
      if (!/^[a-z]/.test(part)) return `The id "${id}" has to start with a letter a–z.`
      if (part.length > 40) return `The id "${id}" is longer than 40 characters.`
    }
    return null
  },
  name: (name: string) => (name.trim() === '' ? 'The module needs a name.' : null),
  vendor: (name: string) => (name.trim() === '' ? 'The name of the vendor is missing.' : null),
  contact: (address: string) => (z.email().safeParse(address).success ? null : `"${address}" is not an e-mail address.`),
}

/** What is wrong with the flags that were given; every reason, each a sentence. */
export function problemsWithFlags(flags: CreateFlags, cwd: string): string[] {
  const { folder, template, id, name, nameSv, nameEn, vendor, contact } = flags
  const checks: [value: string | undefined, check: (value: string) => string | null][] = [
    [folder, (path) => problemWith.folder(path, cwd)],
    [template, problemWith.template],
    [id, problemWith.id],
    [name, problemWith.name],
    [nameSv, problemWith.name],
    [nameEn, problemWith.name],
    [vendor, problemWith.vendor],
    [contact, problemWith.contact],
  ]
  return checks.flatMap(([value, check]) => (value === undefined ? [] : (check(value) ?? [])))
}

/** An id from a folder's name: `Läksyt 2` becomes `laksyt-2`. */
export const idFrom = (folder: string): string =>
  basename(folder)
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)

/** The names of the example that the templates hold, or the folder's name in words. */
export function namesFrom(id: string, folder: string): Answers['name'] {
  if (id === 'homework') return { fi: 'Läksyt', sv: 'Läxor', en: 'Homework' }
  const words = (idFrom(folder) === id ? basename(folder) : (id.split('.').at(-1) ?? id)).replaceAll(/[-_\s]+/g, ' ').trim()
  const name = words.charAt(0).toUpperCase() + words.slice(1)
  return { fi: name, sv: name, en: name }
}

export const EXAMPLE_VENDOR = { name: 'Acme', contact: 'support@acme.example' } as const

/** Who works here, as git knows it. */
export function gitIdentity(): { name: string; contact: string } {
  const ask = (key: string) => {
    try {
      return execFileSync('git', ['config', key], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 2000 }).trim()
    } catch {
      return ''
    }
  }
  return { name: ask('user.name'), contact: ask('user.email') }
}
