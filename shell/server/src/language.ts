export const LANGUAGES = ['fi', 'sv', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export const LANGUAGE_NAMES: Record<Language, string> = { fi: 'Suomi', sv: 'Svenska', en: 'English' }

/** The first of the given languages that the platform's own pages have, else Finnish. Takes `ui_locales` and `Accept-Language` values alike. */
export function chooseLanguage(...wishes: (string | null | undefined)[]): Language {
  const wanted = wishes.flatMap((wish) => (wish ?? '').split(/[\s,]+/)).map((tag) => tag.slice(0, 2).toLowerCase())
  return wanted.map((tag) => LANGUAGES.find((language) => language === tag)).find((language) => language !== undefined) ?? 'fi'
}
