import { languageOfPart, textIn } from '@digione/contracts'
import type { Text } from '@digione/contracts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Say } from '../state/store.ts'
import { translate } from './index.ts'
import type { MessageKey } from './index.ts'
import { spoken } from './languages.ts'

export interface Words {
  /** The language in use, such as `fi`. */
  readonly locale: string
  t(key: MessageKey, values?: Readonly<Record<string, string | number>>): string
  /** A text that came with data, in the language in use. */
  text(text: Text): string
  /** The language of that text, where it is not there in the language in use. */
  lang(text: Text): string | undefined
  /** A sentence of the shell, or a module's own words as they are. */
  say(what: string | Say): string
}

/** The shell's sentences; the component draws anew when the language changes. */
export function useWords(): Words {
  const { t, i18n } = useTranslation()
  const locale = spoken(i18n.language ?? 'fi')
  return useMemo(
    () => ({
      locale,
      t: (key, values) => t(key, values ?? {}),
      text: (text) => textIn(text, locale),
      lang: (text) => languageOfPart(text, locale),
      say: (what) => (typeof what === 'string' ? what : translate(what)),
    }),
    [t, locale],
  )
}
