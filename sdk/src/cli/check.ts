import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { DigiOneError, HOST_API, hostApiFits } from '@digione/contracts'
import { Ajv } from 'ajv'
import { readManifest } from '../vite/manifest.ts'
import { buildFiles } from './build-files.ts'
import { placeholdersOf, readMessages } from './messages.ts'

/** What a module's page may weigh, as the network carries it. */
const MAX_BYTES = 200_000
/** What a page may ask for before it shows: the container, the code, the styles. */
const MAX_FILES = 3

/**
 * Looks for what the platform, or a person, would stumble over.
 * @throws {DigiOneError} INPUT_INVALID naming everything at once.
 */
export async function check(folder: string): Promise<{ text: string; files: number; bytes: number }> {
  const manifest = readManifest(folder)
  const problems: string[] = []
  if (!hostApiFits(manifest.hostApi)) problems.push(`"hostApi" is ${manifest.hostApi}, and this SDK speaks ${HOST_API}`)
  problems.push(...messageProblems(readMessages(folder)))
  if (manifest.isolation !== 'link') {
    problems.push(...schemaProblems('settings', manifest.settings))
    for (const [name, schema] of Object.entries(manifest.intents)) problems.push(...schemaProblems(`intents.${name}`, schema))
  }
  const scripts = (await buildFiles(join(folder, 'dist'))).filter((file) => /\.(?:js|css)$/.test(file.path))
  const bytes = scripts.reduce((sum, file) => sum + brotliCompressSync(file.contents).byteLength, 0)
  if (bytes > MAX_BYTES) problems.push(`the build weighs ${bytes} bytes compressed, and ${MAX_BYTES} is the most`)
  if (problems.length > 0) throw new DigiOneError('INPUT_INVALID', manifest.id, problems.join('; '))
  const many = scripts.length > MAX_FILES ? ` More than ${MAX_FILES} files: see that the first page needs no more than that.` : ''
  return { text: `${manifest.id} ${manifest.version} is in order: ${scripts.length} files, ${bytes} bytes compressed.${many}`, files: scripts.length, bytes }
}

/** Finnish and Swedish are a legal duty, so they are complete; every other language is complete or absent. */
function messageProblems(messages: Record<string, Record<string, string>>): string[] {
  if (Object.keys(messages).length === 0) return []
  const missing = ['fi', 'sv'].filter((language) => !(language in messages)).map((language) => `web/messages/${language}.json is missing`)
  const reference = messages['fi'] ?? {}
  const differences = Object.entries(messages).flatMap(([language, texts]) => [
    ...Object.keys(reference)
      .filter((key) => !texts[key]?.trim())
      .map((key) => `${language}.json has no "${key}"`),
    ...Object.keys(texts)
      .filter((key) => !(key in reference))
      .map((key) => `${language}.json has "${key}", which fi.json has not`),
    ...Object.keys(texts)
      .filter((key) => key in reference && placeholdersOf(texts[key] ?? '').join() !== placeholdersOf(reference[key] ?? '').join())
      .map((key) => `"${key}" has other placeholders in ${language}.json than in fi.json`),
  ])
  return [...missing, ...differences]
}

function schemaProblems(where: string, schema: Record<string, unknown>): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true })
  if (!ajv.validateSchema(schema)) return [`"${where}" is not a JSON Schema: ${ajv.errorsText(ajv.errors, { dataVar: where })}`]
  const { properties = {} } = schema as { properties?: Record<string, { default?: unknown }> }
  return Object.entries(properties)
    .filter(([, property]) => property.default !== undefined && !ajv.validate(property, property.default))
    .map(([name]) => `the default of "${where}.${name}" does not fit its own schema`)
}
