/** The languages that the shell speaks, each by its own name. A language is added here and as a file of messages. */
export const LANGUAGES: readonly { readonly code: string; readonly name: string }[] = [
  { code: 'fi', name: 'Suomi' },
  { code: 'sv', name: 'Svenska' },
  { code: 'en', name: 'English' },
]

/** The language in which a text is shown to somebody who asked for `locale`: itself, its base language, or Finnish. */
export function spoken(locale: string): string {
  const base = locale.split('-')[0]
  return LANGUAGES.find(({ code }) => code === locale || code === base)?.code ?? 'fi'
}
