import type { Revision, SettingField, SettingPlace, SettingsTold, Values } from './settings-api.ts'

/** What stands in a field: a number and a list of texts as they are written. */
export type Raw = boolean | string | readonly string[]

/** What somebody changed in the form; `null`: as it is more widely. */
export type Edits = Readonly<Record<string, Raw | null>>

export interface Standing {
  readonly place: SettingPlace
  /** `undefined`: the module has no default, and nobody set it. */
  readonly value: unknown
}

const numberIn = (raw: string) => (raw.trim() === '' ? NaN : Number(raw.trim().replace(',', '.').replace('−', '-')))

export function rawOf({ kind }: SettingField, value: unknown): Raw {
  if (kind === 'boolean') return value === true
  if (kind === 'choices') return Array.isArray(value) ? value.map(String) : []
  if (kind === 'texts') return Array.isArray(value) ? value.join('\n') : ''
  if (kind === 'number') return typeof value === 'number' ? String(value) : ''
  return typeof value === 'string' ? value : ''
}

/** The value that what stands in a field means, whether or not it is allowed. */
export function valueOf({ kind, choices }: SettingField, raw: Raw): unknown {
  if (kind === 'boolean') return raw === true
  if (kind === 'number') return numberIn(String(raw))
  if (kind === 'texts')
    return String(raw)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  // In the module's order, not in that of the presses.
  if (kind === 'choices') return choices.map(({ value }) => value).filter((value) => Array.isArray(raw) && raw.includes(value))
  return String(raw)
}

export type Misfit = 'whole' | 'number' | 'least' | 'most' | 'short' | 'long' | 'pattern' | 'choice' | 'few' | 'many' | 'twice'

function textMisfit({ least, most, pattern }: SettingField, text: string): Misfit | null {
  const { length } = [...text]
  if (least !== null && length < least) return 'short'
  if (most !== null && length > most) return 'long'
  return pattern !== null && !new RegExp(pattern, 'u').test(text) ? 'pattern' : null
}

/** What keeps a field from being saved. The platform looks once more. */
export function misfitOf(field: SettingField, raw: Raw): Misfit | null {
  const value = valueOf(field, raw)
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || (field.isWhole && !Number.isInteger(value))) return field.isWhole ? 'whole' : 'number'
    if (field.least !== null && value < field.least) return 'least'
    return field.most !== null && value > field.most ? 'most' : null
  }
  if (Array.isArray(value)) {
    if (value.length < field.fewest) return 'few'
    if (value.length > field.mostItems) return 'many'
    if (field.isUnique && new Set(value).size < value.length) return 'twice'
    return field.kind === 'texts' ? (value.map((one) => textMisfit(field, String(one))).find((one) => one !== null) ?? null) : null
  }
  if (field.kind === 'choice') return field.choices.some((choice) => choice.value === value) ? null : 'choice'
  return field.kind === 'text' ? textMisfit(field, String(value)) : null
}

/** What is set at the asked place itself and counts there. */
export function ownOf({ places, ignored, fields }: SettingsTold): Values {
  const own = places.at(-1)
  const isCounted = (key: string) => fields.some((field) => field.key === key) && !ignored.some((one) => one.place === own?.place && one.key === key)
  return Object.fromEntries(Object.entries(own?.values ?? {}).filter(([key]) => isCounted(key)))
}

/** What would hold at the asked place if nothing were set at it. */
export function inheritedOf({ places, defaults, ignored }: SettingsTold, key: string): Standing {
  const wider = places
    .slice(0, -1)
    .findLast(({ place, values }) => Object.hasOwn(values, key) && !ignored.some((one) => one.place === place && one.key === key))
  return wider ? { place: wider.place, value: wider.values[key] } : { place: 'default', value: defaults[key] }
}

/** What holds at the asked place, from where. */
export function standingOf(told: SettingsTold, key: string, own: Values = ownOf(told)): Standing {
  return Object.hasOwn(own, key) ? { place: told.places.at(-1)?.place ?? 'municipality', value: own[key] } : inheritedOf(told, key)
}

/** What is set at the place once the edits are. What they do not name stays, also where somebody else set it meanwhile. */
export function ownAfter(told: SettingsTold, edits: Edits): Values {
  const after: Record<string, unknown> = { ...ownOf(told) }
  for (const field of told.fields) {
    const raw = edits[field.key]
    if (raw === undefined) continue
    if (raw === null) delete after[field.key]
    else after[field.key] = valueOf(field, raw)
  }
  return after
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export interface Difference {
  readonly field: SettingField
  readonly before: Standing
  readonly after: Standing
}

/** What differs between two states of the place's own settings. */
export function differences(told: SettingsTold, before: Values, after: Values): Difference[] {
  return told.fields.flatMap((field) => {
    const pair = { before: standingOf(told, field.key, before), after: standingOf(told, field.key, after) }
    return isSame(pair.before, pair.after) ? [] : [{ field, ...pair }]
  })
}

/** Those of which is told what was before them: the platform tells of the last ones only. */
export const withBefore = (revisions: readonly Revision[]): readonly (Revision & { readonly before: Values })[] =>
  revisions.flatMap((one, at) => {
    const before = one.revision === 1 ? {} : revisions[at + 1]?.settings
    return before ? [{ ...one, before }] : []
  })

/** The fields that cannot be saved as they are written, the first of the form first. */
export function misfitsOf({ fields }: SettingsTold, edits: Edits): ReadonlyMap<string, Misfit> {
  return new Map(
    fields.flatMap((field) => {
      const raw = edits[field.key]
      const misfit = raw === undefined || raw === null ? null : misfitOf(field, raw)
      return misfit ? [[field.key, misfit] as const] : []
    }),
  )
}
