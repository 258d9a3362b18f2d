import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MountedManifest } from '@digione/contracts'
import { compile } from 'json-schema-to-typescript'
import { readManifest } from '../vite/manifest.ts'
import { readMessages } from './messages.ts'

type JsonSchema = Parameters<typeof compile>[0]

/** Writes `.digione/types.d.ts`, from which the types of `Host` know the module's paths, texts, APIs, intents and settings. */
export async function writeTypes(folder: string): Promise<{ text: string; file: string | null }> {
  const manifest = readManifest(folder)
  if (manifest.isolation === 'link') return { text: `${manifest.id} is a link: there are no types to write.`, file: null }
  const file = join(folder, '.digione/types.d.ts')
  const text = await typesOf(manifest, readMessages(folder))
  await mkdir(join(folder, '.digione'), { recursive: true })
  await writeChanged(file, text)
  await writeChanged(join(folder, '.digione/styles.d.ts'), STYLES)
  return { text: `Wrote .digione/types.d.ts for ${manifest.id}.`, file: '.digione/types.d.ts' }
}

/** In a file of its own: a declaration of files by their ending must not stand in a module. */
const STYLES = `// Written by "digione types".
declare module '*.css' {}
`

/** An unchanged file keeps its date, so that watchers and incremental builds stay calm. */
async function writeChanged(file: string, text: string) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeFile(file, text)
}

export async function typesOf(manifest: MountedManifest, messages: Record<string, Record<string, string>>): Promise<string> {
  const keys = new Set(Object.values(messages).flatMap((texts) => Object.keys(texts)))
  const settings = await settingsOf(manifest)
  const intents = await Promise.all(Object.entries(manifest.intents).map(([name, schema], index) => intentOf(name, `Intent${index + 1}`, schema)))
  return `// Written by "digione types" from digione.json and web/messages. Changes here are lost.
${[settings?.code, ...intents.map((intent) => intent.code)].filter(Boolean).join('\n')}
declare module '@digione/sdk/register' {
  interface Register {
    paths: ${union(Object.keys(manifest.paths))}
    messages: ${Object.keys(messages).length > 0 ? union([...keys]) : 'string'}
    apis: ${union(Object.keys(manifest.apis))}
    hears: ${union(manifest.hears)}
    intents: {${intents.map((intent) => `\n      ${JSON.stringify(intent.name)}: ${intent.type}`).join('')}${intents.length > 0 ? '\n    ' : ''}}
    settings: ${settings?.type ?? 'Record<string, unknown>'}
  }
}
export {}
`
}

const union = (names: readonly string[]) =>
  names
    .toSorted()
    .map((name) => JSON.stringify(name))
    .join(' | ') || 'never'

async function settingsOf({ settings }: MountedManifest) {
  if (Object.keys(settings).length === 0) return null
  const { properties } = settings as { properties?: Record<string, { default?: unknown }> }
  const required = (settings as { required?: string[] }).required ?? []
  // A default is always there: the platform fills it in.
  const present = Object.entries(properties ?? {}).flatMap(([name, property]) => (property.default === undefined ? [] : [name]))
  return { type: 'ModuleSettings', code: await interfaceOf('ModuleSettings', { ...settings, required: [...new Set([...required, ...present])] }) }
}

const intentOf = async (name: string, type: string, schema: JsonSchema) => ({ name, type, code: await interfaceOf(type, schema) })

async function interfaceOf(name: string, schema: JsonSchema): Promise<string> {
  return compile({ additionalProperties: false, ...schema, title: name }, name, {
    bannerComment: '',
    format: false,
    $refOptions: { resolve: { external: false } },
  })
}
