import { placeholdersOf, readMessages } from '../../cli/messages.ts'
import type { Finding } from '../report.ts'

const fileOf = (language: string) => `web/messages/${language}.json`

/** Finnish and Swedish are a legal duty, so they are complete; every other language is complete or absent. */
export function texts(folder: string): Finding[] {
  const messages = readMessages(folder)
  if (Object.keys(messages).length === 0) return []
  const missing = ['fi', 'sv'].filter((language) => !(language in messages)).map((language) => ({ text: `${fileOf(language)} is missing`, language }))
  const reference = messages['fi'] ?? {}
  const differences = Object.entries(messages).flatMap(([language, own]) => {
    const at = (text: string): Finding => ({ text, file: fileOf(language), language })
    return [
      ...Object.keys(reference)
        .filter((key) => !own[key]?.trim())
        .map((key) => at(`${language}.json has no "${key}"`)),
      ...Object.keys(own)
        .filter((key) => !(key in reference))
        .map((key) => at(`${language}.json has "${key}", which fi.json has not`)),
      ...Object.keys(own)
        .filter((key) => key in reference && placeholdersOf(own[key] ?? '').join() !== placeholdersOf(reference[key] ?? '').join())
        .map((key) => at(`"${key}" has other placeholders in ${language}.json than in fi.json`)),
    ]
  })
  return [...missing, ...differences]
}
