import { z } from 'zod'
import { ROLES } from './codes.ts'
import { FIELDS, FIELDS_OF_TOKEN, fieldsOfScope, ROSTER } from './fields.ts'
import type { Field } from './fields.ts'
import { LEGAL_BASES, Recipient } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { Text } from './text.ts'

const Field = z.enum(Object.keys(FIELDS) as [Field, ...Field[]])

/** What a release asks a municipality for. Two releases that ask for the same give the same value. */
export const Asks = z.object({
  /** Whose data: those whom the module serves. */
  people: z.array(z.enum(ROLES)),
  /** What its vendor's API is told of whoever uses it. */
  fields: z.array(Field),
  scopes: z.array(z.object({ id: z.string(), purpose: Text, legalBasis: z.enum(LEGAL_BASES), fields: z.array(Field) })),
  /** Country codes. */
  storedIn: z.array(z.string()),
  recipients: z.array(Recipient),
  retention: Text.nullable(),
  impactAssessment: z.string().nullable(),
  contact: z.string().nullable(),
})
export type Asks = z.infer<typeof Asks>

/** One thing that a release asks for beyond what was accepted. */
export const More = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('people'), role: z.enum(ROLES) }),
  z.object({ kind: z.literal('field'), field: Field }),
  z.object({ kind: z.literal('scope'), scope: z.string(), purpose: Text, legalBasis: z.enum(LEGAL_BASES), fields: z.array(Field) }),
  z.object({ kind: z.literal('purpose'), scope: z.string(), purpose: Text, was: Text }),
  z.object({ kind: z.literal('basis'), scope: z.string(), purpose: Text, legalBasis: z.enum(LEGAL_BASES), was: z.enum(LEGAL_BASES) }),
  z.object({ kind: z.literal('scope-field'), scope: z.string(), purpose: Text, field: Field }),
  z.object({ kind: z.literal('country'), country: z.string() }),
  z.object({ kind: z.literal('recipient'), ...Recipient.shape }),
  z.object({ kind: z.literal('retention'), retention: Text.nullable(), was: Text }),
])
export type More = z.infer<typeof More>

const by =
  <T>(key: (one: T) => string) =>
  (a: T, b: T) =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0

/** What a release asks for, in one order whatever its manifest's. */
export function asksOf(manifest: Manifest): Asks {
  const { dataProtection: protection } = manifest
  const isMounted = manifest.isolation !== 'link'
  // What goes to the platform's own API stays with the platform.
  const isTold = isMounted && Object.values(manifest.apis).some(({ platform }) => !platform)
  return {
    people: [...new Set(manifest.roles)].toSorted(),
    fields: isTold ? [...FIELDS_OF_TOKEN] : [],
    scopes: (isMounted ? manifest.scopes : []).map((scope) => ({ ...scope, fields: [...fieldsOfScope(scope.id)] })).toSorted(by(({ id }) => id)),
    storedIn: [...new Set(protection?.storedIn)].toSorted(),
    recipients: (protection?.recipients ?? []).toSorted(by(({ name, country }) => `${name}\n${country}`)),
    retention: protection?.retention ?? null,
    impactAssessment: protection?.impactAssessment ?? null,
    contact: protection?.contact ?? null,
  }
}

/** Whether there is nothing to be accepted: no data of people goes anywhere. */
export const asksNothing = ({ fields, scopes, storedIn, recipients }: Asks): boolean =>
  fields.length + scopes.length + storedIn.length + recipients.length === 0

/** Whether a module's backend may read the roster where the module is on. */
export const asksForRoster = (manifest: Manifest): boolean => manifest.isolation !== 'link' && manifest.scopes.some(({ id }) => id === ROSTER)

/** Whether a text says something else in a language that it had. A translation that is added says nothing new. */
const saysOther = (was: Text, is: Text | null) => Object.entries(was).some(([language, words]) => is?.[language] !== words)

const added = <T>(was: readonly T[], is: readonly T[]) => is.filter((one) => !was.includes(one))

function moreOfScope(was: Asks['scopes'][number] | undefined, { id: scope, purpose, legalBasis, fields }: Asks['scopes'][number]): More[] {
  if (!was) return [{ kind: 'scope', scope, purpose, legalBasis, fields }]
  return [
    ...(saysOther(was.purpose, purpose) ? [{ kind: 'purpose' as const, scope, purpose, was: was.purpose }] : []),
    ...(was.legalBasis === legalBasis ? [] : [{ kind: 'basis' as const, scope, purpose, legalBasis, was: was.legalBasis }]),
    ...added(was.fields, fields).map((field) => ({ kind: 'scope-field' as const, scope, purpose, field })),
  ]
}

/**
 * What a release asks for beyond what was accepted. Pure; that it asks for less is no reason to ask anew.
 *
 * @param accepted `null`: nothing was.
 * @returns None where what was accepted covers it.
 */
export function asksMore(accepted: Asks | null, asked: Asks): More[] {
  if (asksNothing(asked)) return []
  const recipientKey = ({ name, country }: Asks['recipients'][number]) => `${name}\n${country}`
  return [
    ...added(accepted?.people ?? [], asked.people).map((role) => ({ kind: 'people' as const, role })),
    ...added(accepted?.fields ?? [], asked.fields).map((field) => ({ kind: 'field' as const, field })),
    ...asked.scopes.flatMap((scope) =>
      moreOfScope(
        accepted?.scopes.find(({ id }) => id === scope.id),
        scope,
      ),
    ),
    ...added(accepted?.storedIn ?? [], asked.storedIn).map((country) => ({ kind: 'country' as const, country })),
    ...asked.recipients
      .filter((one) => {
        const was = accepted?.recipients.find((other) => recipientKey(other) === recipientKey(one))
        return !was || saysOther(was.purpose, one.purpose)
      })
      .map((one) => ({ kind: 'recipient' as const, ...one })),
    ...(accepted?.retention && saysOther(accepted.retention, asked.retention)
      ? [{ kind: 'retention' as const, retention: asked.retention, was: accepted.retention }]
      : []),
  ]
}
