import type { Text } from './text.ts'

/** The text in `locale`, else in its base language, else in Finnish. */
export function textIn(text: Text, locale: string): string {
  return text[locale] ?? text[locale.split('-')[0] ?? locale] ?? text.fi
}
