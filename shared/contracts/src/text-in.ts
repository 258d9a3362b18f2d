import type { Text } from './text.ts'

const localeIn = (text: Text, locale: string) => [locale, locale.split('-')[0] ?? locale].find((one) => text[one] !== undefined) ?? 'fi'

/** The text in `locale`, else in its base language, else in Finnish. */
export function textIn(text: Text, locale: string): string {
  return text[localeIn(text, locale)] ?? text.fi
}

/**
 * The language of what `textIn` gives, where it is another than the page's: the `lang` of the element that shows it.
 * @see WCAG 2.2, 3.1.2 Language of Parts
 */
export function languageOfPart(text: Text, locale: string): string | undefined {
  const shown = localeIn(text, locale)
  return shown.split('-')[0] === locale.split('-')[0] ? undefined : shown
}
