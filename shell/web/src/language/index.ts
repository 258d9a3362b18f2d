import { textIn } from '@digione/contracts'
import i18n from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Say } from '../state/store.ts'
import { spoken } from './languages.ts'
import type fi from './messages/fi.json'

type Singular<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key

/** A sentence's name; Finnish is the list of what there is to say. One that counts is named without its plural's ending. */
export type MessageKey = Singular<keyof typeof fi>

// One chunk per language: only the one in use is fetched.
const messages = import.meta.glob<Record<string, string>>('./messages/*.json', { import: 'default' })

/** Speaks `locale` from now on: fetches its messages where they are not here yet. Finnish stands in where that fails. */
export async function startLanguage(locale: string): Promise<void> {
  const language = spoken(locale)
  if (!i18n.isInitialized) {
    await i18n.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      resources: { [language]: { translation: await load(language) } },
      keySeparator: false,
      nsSeparator: false,
      // React escapes; the placeholders are those of the modules' messages.
      interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
      react: { useSuspense: false },
    })
  } else if (!i18n.hasResourceBundle(language, 'translation')) {
    i18n.addResourceBundle(language, 'translation', await load(language))
  }
  await i18n.changeLanguage(language)
  document.documentElement.lang = language
}

async function load(language: string): Promise<Record<string, string>> {
  const file = messages[`./messages/${language}.json`]
  if (!file) throw new Error(`There are no messages in "${language}".`)
  return file()
}

/** A sentence of the shell in the present language. */
export function translate({ key, values = {} }: Say): string {
  const locale = i18n.language ?? 'fi'
  const filled = Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? textIn(value, locale) : value])
  const said: unknown = i18n.t(key, Object.fromEntries(filled))
  return typeof said === 'string' ? said : key
}

export default i18n
export { i18n }
