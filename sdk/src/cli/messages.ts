import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DigiOneError } from '@digione/contracts'
import { z } from 'zod'
import { problemsOf } from '../problems-of.ts'

const File = z.record(z.string(), z.string())

/**
 * The module's texts by language, from `web/messages/<language>.json`. Empty where it has none.
 * @throws {DigiOneError} INPUT_INVALID where a file is not a flat object of texts.
 */
export function readMessages(folder: string): Record<string, Record<string, string>> {
  const at = join(folder, 'web/messages')
  return Object.fromEntries(filesIn(at).map((name) => [name.slice(0, -'.json'.length), readOne(join(at, name))]))
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
  } catch {
    return []
  }
}

function readOne(file: string): Record<string, string> {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new DigiOneError('INPUT_INVALID', file, 'it is not JSON', { cause })
  }
  const parsed = File.safeParse(json)
  if (!parsed.success) throw new DigiOneError('INPUT_INVALID', file, problemsOf(parsed.error), { cause: parsed.error })
  return parsed.data
}

export const placeholdersOf = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].toSorted()
