import { useCallback } from 'react'
import { useWords } from '../language/use-words.ts'
import en from './messages/en.json'
import fi from './messages/fi.json'
import sv from './messages/sv.json'

export type ToolsKey = keyof typeof fi

const MESSAGES: Readonly<Record<string, Readonly<Record<ToolsKey, string>>>> = { fi, sv, en }

/** The tools' own sentences: they came with the tools. */
export function useMessages() {
  const { locale } = useWords()
  const say = useCallback(
    (key: ToolsKey, values: Readonly<Record<string, string>> = {}) =>
      Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), (MESSAGES[locale] ?? fi)[key]),
    [locale],
  )
  return { say, locale }
}
