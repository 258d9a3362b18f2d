import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { z } from 'zod'
import type { Answers } from './answers.ts'
import { jsonText } from './json-text.ts'
import type { SdkSource } from './sdk-source.ts'
import type { Template } from './templates.ts'

type Json = Record<string, unknown>
const Json: z.ZodType<Json> = z.record(z.string(), z.unknown())
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The folders that each template is made of, one above the other. */
const LAYERS: Readonly<Record<Template, readonly string[]>> = {
  react: ['all', 'react'],
  vue: ['all', 'vue'],
  svelte: ['all', 'svelte'],
  vanilla: ['all', 'dom', 'vanilla'],
  'single-spa': ['all', 'dom', 'single-spa'],
}

/** npm leaves files with a dot at the beginning out of a package, or reads them as its own. */
const withDot = (path: string) => path.replace(/(^|\/)_(?=[^/]+$)/, '$1.')

/**
 * The files of a new module by their paths: those of every template, those of its own, and the answers in them.
 *
 * Where several have a JSON file, the upper ones add to it.
 * @param templates The folder of the templates.
 */
export function moduleFiles(templates: string, answers: Answers, sdk: SdkSource): Map<string, string | Buffer> {
  const files = new Map<string, string | Buffer>()
  for (const [path, text] of LAYERS[answers.template].flatMap((layer) => textsIn(join(templates, layer)))) {
    const before = files.get(path)
    files.set(path, typeof before === 'string' && path.endsWith('.json') ? merged(before, text) : text)
  }
  const change = (path: string, how: (json: Json) => Json, write: (json: Json) => string = jsonText) =>
    files.set(path, write(how(parsed(String(files.get(path))))))
  change('digione.json', (manifest) => withAnswers(manifest, answers))
  change('package.json', (json) => ({ ...withSdk(json, sdk), name: answers.id.replace('.', '-') }), asNpm)
  for (const language of ['fi', 'sv', 'en'] as const) change(`web/messages/${language}.json`, (texts) => ({ ...texts, title: answers.name[language] }))
  for (const path of ['README.md', '.env.example']) files.set(path, filled(String(files.get(path)), answers))
  for (const packed of 'file' in sdk ? [sdk, sdk.sandbox] : []) if (packed) files.set(`sdk/${packed.name}`, readFileSync(packed.file))
  return files
}

function textsIn(folder: string): [path: string, text: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => [withDot(file.slice(folder.length + 1).replaceAll(sep, '/')), readFileSync(file, 'utf8')])
}

/** As npm itself writes it, every time that it installs something. */
const asNpm = (json: Json) => `${JSON.stringify(json, null, 2)}\n`
const parsed = (text: string) => Json.parse(JSON.parse(text))

const merged = (below: string, above: string): string => jsonText(mergedJson(parsed(below), parsed(above)))

function mergedJson(below: Json, above: Json): Json {
  const result = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const there = result[key]
    result[key] = isObject(there) && isObject(value) ? mergedJson(there, value) : value
  }
  return result
}

function withAnswers(manifest: Json, { id, name, vendor }: Answers): Json {
  const { paths, nav } = z.object({ paths: z.record(z.string(), Json), nav: z.array(Json) }).parse(manifest)
  return {
    ...manifest,
    id,
    name,
    vendor,
    paths: Object.fromEntries(Object.entries(paths).map(([path, own]) => [path, { ...own, title: name }])),
    nav: nav.map((entry) => ({ ...entry, label: name })),
  }
}

function withSdk(json: Json, sdk: SdkSource): Json {
  const { dependencies, devDependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
    .parse(json)
  const sorted = (packages: Record<string, string>) => Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const from = 'file' in sdk ? `file:sdk/${sdk.name}` : sdk.version
  const sandboxFrom = 'file' in sdk ? sdk.sandbox && `file:sdk/${sdk.sandbox.name}` : sdk.version
  const sandbox: Record<string, string> = sandboxFrom === null ? {} : { '@digione/sandbox': sandboxFrom }
  return { ...json, dependencies: sorted({ ...dependencies, '@digione/sdk': from }), devDependencies: sorted({ ...devDependencies, ...sandbox }) }
}

function filled(text: string, { id, name, template }: Answers): string {
  const values: Readonly<Record<string, string>> = { id, name: name.fi, template }
  return text.replaceAll(/\{\{(\w+)\}\}/g, (slot, key: string) => values[key] ?? slot)
}
