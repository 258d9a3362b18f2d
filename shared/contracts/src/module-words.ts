import type { Messages, Settings } from './host.ts'

/** A module's own text: in `locale`, its base language, Finnish; else the key, so that what is missing is seen. */
export function textOf(messages: Messages, locale: string, key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = messages[locale]?.[key] ?? messages[locale.split('-')[0] ?? locale]?.[key] ?? messages['fi']?.[key] ?? key
  return text.replace(/\{([a-zA-Z0-9_]+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : String(values[name])))
}

/** What a municipality configured, over the defaults of the manifest's schema. */
export function settingsOf(manifest: { readonly settings: Readonly<Record<string, unknown>> }, configured: Settings): Settings {
  const properties = manifest.settings['properties']
  const defaults = Object.entries(typeof properties === 'object' && properties !== null ? properties : {})
    .filter((entry): entry is [string, { default: unknown }] => typeof entry[1] === 'object' && entry[1] !== null && 'default' in entry[1])
    .map(([name, schema]) => [name, schema.default])
  return Object.freeze({ ...Object.fromEntries(defaults), ...configured })
}
