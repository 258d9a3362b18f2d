import { randomUUID } from 'node:crypto'
import { type Decision, DigiOneError, type Rule, rulesAfter } from '@digione/contracts'
import type { Kysely, Selectable } from 'kysely'
import { type Actor, record } from '../audit/store.ts'
import type { ChangeRow, EndedRule, Schema } from '../db/schema.ts'
import { raiseVersion } from '../tenants/store.ts'
import { requireAccepted } from './acceptances.ts'
import { decidedFrom, ruleFrom } from './rules.ts'

export type Change = Selectable<ChangeRow>

/** What somebody plans: decisions about modules, or how the municipality decides. */
export interface Plan {
  readonly decisions: readonly Decision[]
  /** Whether a second person is to approve changes from then on; `null`: it stays as it is. */
  readonly fourEyes: boolean | null
  /** The change that it takes back; its decisions are none. */
  readonly reverts: string | null
  /** In the words of whoever plans it. */
  readonly note: string
}

/** Everything below is for the inside of `inMunicipality`. */
type Trx = Kysely<Schema>

/** Has nobody else decide in a municipality until the transaction ends. @throws {DigiOneError} NOT_FOUND */
export async function holdMunicipality(trx: Trx, municipality: string): Promise<{ version: number }> {
  const here = await trx.selectFrom('municipalities').select('version').where('slug', '=', municipality).forUpdate().executeTakeFirst()
  if (!here) throw new DigiOneError('NOT_FOUND', `municipality ${municipality}`)
  return here
}

/** @throws {DigiOneError} NOT_FOUND */
export async function changeOf(trx: Trx, municipality: string, id: string): Promise<Change> {
  const found = await trx.selectFrom('changes').selectAll().where('municipality', '=', municipality).where('id', '=', id).executeTakeFirst()
  if (!found) throw new DigiOneError('NOT_FOUND', `change ${id} in ${municipality}`)
  return found
}

/** How many changes have been made in a municipality. */
export async function madeSoFar(trx: Trx, municipality: string): Promise<number> {
  const { last } = await trx
    .selectFrom('changes')
    .select(({ fn }) => fn.max('made_number').as('last'))
    .where('municipality', '=', municipality)
    .executeTakeFirstOrThrow()
  return last ?? 0
}

/** Whether a second person approves changes here. */
export async function hasFourEyes(trx: Trx, municipality: string): Promise<boolean> {
  const policy = await trx.selectFrom('municipality_policies').select('four_eyes').where('municipality', '=', municipality).executeTakeFirst()
  return policy?.four_eyes ?? false
}

/** The rules once a change is taken back: what it brought is gone, what it ended holds again. */
function rulesWithout(rules: readonly Rule[], { added, ended }: Pick<Change, 'added' | 'ended'>, all: ReadonlyMap<string, Rule>, now: number): Rule[] {
  const at = new Date(now).toISOString()
  let sequence = Math.max(0, ...rules.map((rule) => rule.sequence))
  const resumed = ended.flatMap(({ id, until }) => {
    const rule = all.get(id)
    if (!rule || (until !== null && Date.parse(until) <= now)) return []
    const from = Date.parse(rule.from) > now ? rule.from : at
    return [{ ...rule, id: `planned-${(sequence += 1)}`, sequence, from, until }]
  })
  return [...rules.map((rule) => (added.includes(rule.id) ? { ...rule, until: at } : rule)), ...resumed]
}

/** The rules as a plan would have them, made now. Those that it brings have no identifier of their own yet. */
export async function rulesPlanned(
  trx: Trx,
  municipality: string,
  plan: Pick<Plan, 'decisions' | 'reverts'>,
  rules: readonly Rule[],
  now: number,
): Promise<Rule[]> {
  if (plan.reverts === null) return rulesAfter(rules, municipality, plan.decisions, now)
  const made = await changeOf(trx, municipality, plan.reverts)
  const ids = made.ended.map(({ id }) => id)
  const rows = ids.length === 0 ? [] : await trx.selectFrom('rules').selectAll().where('id', 'in', ids).execute()
  return rulesWithout(rules, made, new Map(rows.map((row) => [row.id, ruleFrom(row)])), now)
}

/** The modules that a change is about. */
export async function modulesIn(trx: Trx, municipality: string, plan: Pick<Plan, 'decisions' | 'reverts'>): Promise<string[]> {
  const { decisions } = plan.reverts === null ? plan : await changeOf(trx, municipality, plan.reverts)
  return [...new Set(decisions.map(({ module }) => module))]
}

/** Changes of the same modules that were made after the one with that number. */
export async function madeSince(trx: Trx, municipality: string, plan: Pick<Plan, 'decisions' | 'reverts'>, since: number): Promise<Change[]> {
  const mine = new Set(await modulesIn(trx, municipality, plan))
  const later = await trx
    .selectFrom('changes')
    .selectAll()
    .where('municipality', '=', municipality)
    .where('made_number', '>', since)
    .orderBy('made_number')
    .execute()
  return later.filter(({ decisions, id }) => id !== plan.reverts && decisions.some(({ module }) => mine.has(module)))
}

/** The first change that decided anew about what another one brought: since then that one cannot be taken back as a whole. */
export async function undoneBy(trx: Trx, municipality: string, { added, made_number }: Pick<Change, 'added' | 'made_number'>): Promise<Change | null> {
  const later = await trx
    .selectFrom('changes')
    .selectAll()
    .where('municipality', '=', municipality)
    .where('made_number', '>', made_number ?? 0)
    .orderBy('made_number')
    .execute()
  return later.find(({ ended }) => ended.some(({ id }) => added.includes(id))) ?? null
}

/** Whatever a plan names has to be there. @throws {DigiOneError} NOT_FOUND */
export async function requireKnown(trx: Trx, municipality: string, decisions: readonly Decision[]): Promise<void> {
  const modules = [...new Set(decisions.map(({ module }) => module))]
  const known = modules.length === 0 ? [] : await trx.selectFrom('channel_heads').select('module').where('module', 'in', modules).execute()
  const unknown = modules.find((module) => !known.some((one) => one.module === module))
  if (unknown !== undefined) throw new DigiOneError('NOT_FOUND', `module ${unknown}`)
  const schools = [...new Set(decisions.flatMap((decision) => decision.schools ?? []))]
  const here =
    schools.length === 0 ? [] : await trx.selectFrom('schools').select('id').where('municipality', '=', municipality).where('id', 'in', schools).execute()
  const elsewhere = schools.find((school) => !here.some(({ id }) => id === school))
  if (elsewhere !== undefined) throw new DigiOneError('NOT_FOUND', `school ${elsewhere} in ${municipality}`)
  for (const { module, release } of decisions) {
    if (release.kind !== 'pin') continue
    const pinned = await trx
      .selectFrom('releases')
      .select('id')
      .where('id', '=', release.release)
      .where('module', '=', module)
      .where('yanked_at', 'is', null)
      .executeTakeFirst()
    if (!pinned) throw new DigiOneError('NOT_FOUND', `release ${release.release} of ${module}`)
  }
}

/** Writes a plan down. Nothing of it holds yet. */
export async function draft(trx: Trx, municipality: string, { decisions, fourEyes, reverts, note }: Plan, actor: Actor): Promise<Change> {
  await holdMunicipality(trx, municipality)
  await requireKnown(trx, municipality, decisions)
  const { last } = await trx
    .selectFrom('changes')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('municipality', '=', municipality)
    .executeTakeFirstOrThrow()
  const at = new Date()
  return trx
    .insertInto('changes')
    .values({
      id: randomUUID(),
      municipality,
      number: (last ?? 0) + 1,
      state: 'draft',
      decisions: JSON.stringify(decisions),
      four_eyes: fourEyes,
      reverts,
      note,
      base: await madeSoFar(trx, municipality),
      created_by: actor.person,
      created_at: at,
      edited_by: actor.person,
      edited_at: at,
      sent_back: null,
      made_by: null,
      made_at: null,
      made_number: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Ends and brings rules until they are as planned. @returns What it did, so that it can be taken back. */
async function carryOut(trx: Trx, rules: readonly Rule[], planned: readonly Rule[], actor: Actor): Promise<{ added: string[]; ended: EndedRule[] }> {
  const before = new Map(rules.map((rule) => [rule.id, rule]))
  const ended: EndedRule[] = []
  const added: string[] = []
  for (const rule of planned.toSorted((a, b) => a.sequence - b.sequence)) {
    const old = before.get(rule.id)
    if (old && old.until !== rule.until) {
      ended.push({ id: old.id, until: old.until })
      await trx
        .updateTable('rules')
        .set({ until_at: rule.until === null ? null : new Date(rule.until) })
        .where('id', '=', old.id)
        .execute()
    }
    if (old) continue
    const id = randomUUID()
    added.push(id)
    await trx
      .insertInto('rules')
      .values({
        id,
        module: rule.module,
        effect: rule.effect,
        municipality: rule.municipality,
        school_id: rule.school,
        role: rule.role,
        level: rule.level,
        group_id: rule.group,
        release: JSON.stringify(rule.release),
        percentage: rule.percentage,
        from_at: new Date(rule.from),
        until_at: rule.until === null ? null : new Date(rule.until),
        decided_by: actor.person,
      })
      .execute()
  }
  return { added, ended }
}

/**
 * Has a change hold: now, or by the clock from when it says.
 *
 * @param action What the audit calls it.
 * @param now Milliseconds since the epoch.
 * @returns The municipality's new version.
 * @throws {DigiOneError} ACCEPTANCE_NEEDED where it switches on what asks for more than was accepted.
 */
export async function make(
  trx: Trx,
  change: Change,
  actor: Actor,
  now: number,
  { action, details }: { action: string; details: Record<string, unknown> },
): Promise<number> {
  const { municipality, decisions, reverts } = change
  await requireAccepted(trx, municipality, decisions)
  const rules = await decidedFrom(trx, municipality, now)
  const done = await carryOut(trx, rules, await rulesPlanned(trx, municipality, { decisions, reverts }, rules, now), actor)
  if (change.four_eyes !== null)
    await trx
      .insertInto('municipality_policies')
      .values({ municipality, four_eyes: change.four_eyes })
      .onConflict((conflict) => conflict.column('municipality').doUpdateSet({ four_eyes: change.four_eyes ?? false }))
      .execute()
  await trx
    .updateTable('changes')
    .set({
      state: 'made',
      made_by: actor.person,
      // The same instant as that of the rules that begin or end with it: their turn has been told of.
      made_at: new Date(now),
      made_number: (await madeSoFar(trx, municipality)) + 1,
      added: done.added,
      ended: JSON.stringify(done.ended),
      sent_back: null,
    })
    .where('id', '=', change.id)
    .execute()
  await record(trx, municipality, actor, action, details)
  return (await raiseVersion(trx, municipality))[municipality] ?? 0
}
