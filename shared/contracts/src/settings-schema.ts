import { z } from 'zod'
import { Text } from './text.ts'

const SECRET = 'settings reach every browser of a place, so none can be a secret; keep it with the backend of the module'
/** How long a text may be of which its schema does not say it. */
export const LONGEST_TEXT = 2000
/** How many a list may hold of which its schema does not say it. */
export const LONGEST_LIST = 100
/** How long a text may be that a pattern is held against. */
const LONGEST_MATCHED = 200

/** One character, class or escape after another, each with how often it comes. */
const PLAIN_PATTERN = /^\^(?:(?:[^\\^$.*+?()[\]{}|]|\\[dwsDWS.*+?()[\]{}|^$/\\]|\.|\[\^?(?:[^\\\][]|\\.)+\])(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?)*\$$/
const CLASS_OR_ESCAPE = /\[(?:[^\\\]]|\\.)*\]|\\./g

/** A pattern that no text keeps a server busy with. */
const Pattern = z.string().refine(
  (pattern) => {
    const isPlain = PLAIN_PATTERN.test(pattern) && (pattern.replace(CLASS_OR_ESCAPE, 'x').match(/[*+?]|\{\d+,\d*\}/g) ?? []).length <= 3
    try {
      return isPlain && new RegExp(pattern, 'u').test('') !== undefined
    } catch {
      return false
    }
  },
  { error: 'a pattern begins with ^, ends with $, has no groups and no more than three parts of varying length, such as ^[A-Z]{2}-\\d{1,4}$' },
)

const Words = {
  title: z.string().optional(),
  /** What people read. Absent: `title`, or the setting's name. */
  'x-title': Text.optional(),
  description: z.string().optional(),
  'x-description': Text.optional(),
  /** Ascending in the form; of those alike by name. @default 100 */
  'x-order': z.number().int().optional(),
  writeOnly: z.literal(false, { error: SECRET }).optional(),
  format: z.never({ error: ({ input }) => (input === 'password' ? SECRET : 'what a text looks like is said by "pattern"') }).optional(),
}

const Chars = {
  minLength: z.number().int().nonnegative().optional(),
  maxLength: z.number().int().positive().max(LONGEST_TEXT).optional(),
  pattern: Pattern.optional(),
  enum: z.array(z.string().min(1)).min(1).max(LONGEST_LIST).optional(),
  /** What people read of each value of `enum`. */
  'x-titles': z.record(z.string(), Text).optional(),
}

const Item = z.strictObject({ type: z.literal('string'), ...Chars })

/** What a municipality can set: yes or no, a number, a text, one of several, or a list of texts. */
export const Setting = z
  .discriminatedUnion('type', [
    z.strictObject({ ...Words, type: z.literal('boolean'), default: z.boolean().optional() }),
    z.strictObject({
      ...Words,
      type: z.enum(['integer', 'number']),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      default: z.number().optional(),
    }),
    z.strictObject({ ...Words, type: z.literal('string'), ...Chars, default: z.string().optional() }),
    z.strictObject({
      ...Words,
      type: z.literal('array'),
      items: Item,
      minItems: z.number().int().nonnegative().optional(),
      maxItems: z.number().int().positive().max(LONGEST_LIST).optional(),
      uniqueItems: z.boolean().optional(),
      default: z.array(z.string()).optional(),
    }),
  ])
  .superRefine((setting, context) => {
    const text = setting.type === 'string' ? setting : setting.type === 'array' ? setting.items : null
    if (text?.pattern !== undefined && (text.maxLength ?? LONGEST_TEXT) > LONGEST_MATCHED)
      context.addIssue({ code: 'custom', message: `a text with a pattern has a "maxLength" of at most ${LONGEST_MATCHED}`, path: ['maxLength'] })
    for (const value of Object.keys(text?.['x-titles'] ?? {}))
      if (!text?.enum?.includes(value)) context.addIssue({ code: 'custom', message: `"enum" has no "${value}"`, path: ['x-titles'] })
  })
export type Setting = z.infer<typeof Setting>

/** What may be set of a module, as JSON Schema. */
export const SettingsSchema = z.strictObject({
  $schema: z.string().optional(),
  type: z.literal('object').optional(),
  title: z.string().optional(),
  additionalProperties: z.boolean().optional(),
  required: z.array(z.string()).optional(),
  properties: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/), Setting).optional(),
})
