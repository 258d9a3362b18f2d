import type { Messages } from '@digione/contracts'

/** A module's own text: in `locale`, its base language, Finnish; else the key, so that what is missing is seen. */
export function textOf(messages: Messages, locale: string, key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = messages[locale]?.[key] ?? messages[locale.split('-')[0] ?? locale]?.[key] ?? messages['fi']?.[key] ?? key
  return text.replace(/\{([a-zA-Z0-9_]+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : String(values[name])))
}
