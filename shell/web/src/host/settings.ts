import type { PageManifest, Settings } from '@digione/contracts'

/** What a municipality configured, over the defaults of the manifest's schema. */
export function settingsOf(manifest: Pick<PageManifest, 'settings'>, configured: Settings): Settings {
  const properties = manifest.settings['properties']
  const defaults = Object.entries(typeof properties === 'object' && properties !== null ? properties : {})
    .filter((entry): entry is [string, { default: unknown }] => typeof entry[1] === 'object' && entry[1] !== null && 'default' in entry[1])
    .map(([name, schema]) => [name, schema.default])
  return Object.freeze({ ...Object.fromEntries(defaults), ...configured })
}
