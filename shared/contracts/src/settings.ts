import type { Settings } from './host.ts'
import { LONGEST_LIST, LONGEST_TEXT, Setting } from './settings-schema.ts'
import type { Text } from './text.ts'

/** Where a value is from, the widest first. */
export const SETTING_PLACES = ['default', 'country', 'municipality', 'school'] as const
export type SettingPlace = (typeof SETTING_PLACES)[number]

/** What was set at one place; what it does not name is as it is more widely. */
export interface SetAt {
  readonly place: Exclude<SettingPlace, 'default'>
  readonly values: Settings
}

/** One setting, as a form needs it. */
export interface SettingField {
  readonly key: string
  readonly kind: 'boolean' | 'number' | 'text' | 'choice' | 'texts' | 'choices'
  readonly title: Text
  readonly help: Text | null
  /** Of `number`: whether it is a whole one. */
  readonly isWhole: boolean
  /** Of numbers the bounds, of texts those of the length; `null`: none. */
  readonly least: number | null
  readonly most: number | null
  /** Of lists: how many. */
  readonly fewest: number
  readonly mostItems: number
  readonly isUnique: boolean
  readonly pattern: string | null
  readonly choices: readonly { readonly value: string; readonly title: Text }[]
}

/** A schema as a manifest has it: of releases from before settings had a form, any. */
type AnySchema = Readonly<Record<string, unknown>>

const read = new WeakMap<object, ReadonlyMap<string, Setting>>()

/** The settings of a schema that a form can show. */
export function settingsIn(schema: AnySchema): ReadonlyMap<string, Setting> {
  const known = read.get(schema)
  if (known) return known
  const { properties } = schema
  const entries = typeof properties === 'object' && properties !== null ? Object.entries(properties) : []
  const found = new Map(
    entries.flatMap(([key, property]) => {
      const parsed = Setting.safeParse(property)
      return parsed.success ? [[key, parsed.data] as const] : []
    }),
  )
  read.set(schema, found)
  return found
}

const between = (what: string, least: number | undefined, most: number | undefined) =>
  least === undefined ? `${what} of at most ${most}` : most === undefined ? `${what} of at least ${least}` : `${what} from ${least} to ${most}`

function textMisfit(text: Pick<Setting & { type: 'string' }, 'enum' | 'minLength' | 'maxLength' | 'pattern'>, value: unknown): string | null {
  const { minLength = 0, maxLength = LONGEST_TEXT } = text
  if (typeof value !== 'string') return 'it has to be a text'
  if (text.enum && !text.enum.includes(value)) return `it has to be one of ${text.enum.join(', ')}`
  const { length } = [...value]
  if (length < minLength || length > maxLength) return `it has to be ${between('a text with a length', minLength, maxLength)}`
  if (text.pattern !== undefined && !new RegExp(text.pattern, 'u').test(value)) return `it has to match ${text.pattern}`
  return null
}

/** Why a value is none of a setting's, as the end of a sentence about it; `null` where it is one. */
export function misfitOf(setting: Setting, value: unknown): string | null {
  if (setting.type === 'boolean') return typeof value === 'boolean' ? null : 'it has to be true or false'
  if (setting.type === 'string') return textMisfit(setting, value)
  if (setting.type === 'array') {
    const { items, minItems = 0, maxItems = LONGEST_LIST, uniqueItems } = setting
    if (!Array.isArray(value)) return 'it has to be a list'
    if (value.length < minItems || value.length > maxItems) return `it has to be ${between('a list with a length', minItems, maxItems)}`
    if (uniqueItems && new Set(value).size < value.length) return 'nothing may be in it twice'
    return value.map((item) => textMisfit(items, item)).find((misfit) => misfit !== null) ?? null
  }
  const { minimum, maximum } = setting
  const kind = setting.type === 'integer' ? 'a whole number' : 'a number'
  if (typeof value !== 'number' || !Number.isFinite(value) || (setting.type === 'integer' && !Number.isInteger(value))) return `it has to be ${kind}`
  const isOutside = (minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum)
  return isOutside ? `it has to be ${between(kind, minimum, maximum)}` : null
}

/** What holds where something was set, and from where each value is. */
export interface SettingsHere {
  /** Without the defaults: `settingsOf` puts it over them. */
  readonly values: Settings
  readonly from: Readonly<Record<string, SettingPlace>>
  /** What was set once and is none of the schema's any more. It is as if it were not there. */
  readonly ignored: readonly { readonly place: SetAt['place']; readonly key: string }[]
}

/** @param set The widest place first. */
export function settingsAt(schema: AnySchema, set: readonly SetAt[]): SettingsHere {
  const known = settingsIn(schema)
  const from = new Map<string, SettingPlace>([...known.keys()].map((key) => [key, 'default']))
  const values = new Map<string, unknown>()
  const ignored: { place: SetAt['place']; key: string }[] = []
  for (const { place, values: there } of set)
    for (const [key, value] of Object.entries(there)) {
      const setting = known.get(key)
      if (!setting || misfitOf(setting, value) !== null) ignored.push({ place, key })
      else {
        values.set(key, value)
        from.set(key, place)
      }
    }
  return { values: Object.fromEntries(values), from: Object.fromEntries(from), ignored }
}

const textOr = (text: Text | undefined, plain: string): Text => text ?? { fi: plain, sv: plain }

function fieldOf(key: string, setting: Setting): SettingField {
  const { title, description, 'x-title': words, 'x-description': help } = setting
  const text = setting.type === 'string' ? setting : setting.type === 'array' ? setting.items : null
  const isNumber = setting.type === 'integer' || setting.type === 'number'
  const kind = isNumber ? 'number' : setting.type === 'boolean' ? 'boolean' : text?.enum ? 'choice' : 'text'
  return {
    key,
    kind: setting.type === 'array' ? (kind === 'choice' ? 'choices' : 'texts') : kind,
    title: textOr(words, title ?? key),
    help: help ?? (description === undefined ? null : textOr(undefined, description)),
    isWhole: setting.type === 'integer',
    least: (isNumber ? setting.minimum : text?.minLength) ?? null,
    most: (isNumber ? setting.maximum : text && (text.maxLength ?? LONGEST_TEXT)) ?? null,
    fewest: (setting.type === 'array' ? setting.minItems : undefined) ?? 0,
    mostItems: (setting.type === 'array' ? setting.maxItems : undefined) ?? LONGEST_LIST,
    isUnique: setting.type === 'array' && setting.uniqueItems === true,
    pattern: text?.pattern ?? null,
    choices: (text?.enum ?? []).map((value) => ({ value, title: textOr(text?.['x-titles']?.[value], value) })),
  }
}

/** The form's fields. A database keeps no order of a schema's keys, so `x-order` says it. */
export const fieldsOf = (schema: AnySchema): SettingField[] =>
  [...settingsIn(schema)]
    .toSorted(([a, { 'x-order': of = 100 }], [b, { 'x-order': other = 100 }]) => of - other || (a < b ? -1 : 1))
    .map(([key, setting]) => fieldOf(key, setting))
