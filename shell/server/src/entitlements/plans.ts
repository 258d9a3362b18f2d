import { DigiOneError } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { type Actor, record } from '../audit/store.ts'
import type { Schema } from '../db/schema.ts'
import { requireAccepted } from './acceptances.ts'
import { type Change, changeOf, hasFourEyes, holdMunicipality, madeSince, make, type Plan, requireKnown, undoneBy } from './changes.ts'

/** What somebody saw when they decided: of the change itself, and how many changes had been made by then. */
export interface Seen {
  readonly revision: number
  readonly base: number
}

/** A change that is as it was seen, and that nobody else works on until the transaction ends. */
async function heldAs(trx: Kysely<Schema>, municipality: string, id: string, states: readonly Change['state'][], revision: number | null): Promise<Change> {
  await holdMunicipality(trx, municipality)
  const change = await changeOf(trx, municipality, id)
  if (!states.includes(change.state) || (revision !== null && change.revision !== revision))
    throw new DigiOneError('CHANGED_MEANWHILE', `Change ${change.number}`)
  return change
}

/** Nothing else was made of the same modules since it was seen what the change would do. @throws {DigiOneError} CHANGED_MEANWHILE */
async function requireSameGround(trx: Kysely<Schema>, municipality: string, change: Change, base: number): Promise<void> {
  const [since] = await madeSince(trx, municipality, change, base)
  if (since) throw new DigiOneError('CHANGED_MEANWHILE', `What change ${change.number} is about, by change ${since.number},`)
  if (change.reverts === null) return
  const reverted = await changeOf(trx, municipality, change.reverts)
  const later = await undoneBy(trx, municipality, reverted)
  if (later) throw new DigiOneError('CHANGED_MEANWHILE', `What change ${reverted.number} brought, by change ${later.number},`)
}

/** Changes are told of in the audit by what they decide. */
function told({ id, number, decisions, reverts, four_eyes: fourEyes }: Change) {
  const [only, ...others] = decisions
  // One that gives a decision up switches nothing on or off by itself.
  const said = others.length === 0 && only?.effect !== 'none' ? only : undefined
  return { change: id, number, decisions, reverts, fourEyes, module: said?.module, school: said?.schools?.length === 1 ? said.schools[0] : undefined }
}

const hold = (trx: Kysely<Schema>, change: Change, actor: Actor, now: number) => make(trx, change, actor, now, { action: 'change.made', details: told(change) })

/** Replaces what a draft plans. @throws {DigiOneError} CHANGED_MEANWHILE where somebody else did so since `revision`, NOT_FOUND */
export async function redraft(
  trx: Kysely<Schema>,
  municipality: string,
  id: string,
  { decisions, note }: Pick<Plan, 'decisions' | 'note'>,
  revision: number,
  actor: Actor,
): Promise<Change> {
  const change = await heldAs(trx, municipality, id, ['draft'], revision)
  if (change.reverts !== null || change.four_eyes !== null)
    throw new DigiOneError('INPUT_INVALID', 'The change', 'it decides about no module: discard it and plan another one')
  await requireKnown(trx, municipality, decisions)
  return trx
    .updateTable('changes')
    .set({ decisions: JSON.stringify(decisions), note, revision: change.revision + 1, edited_by: actor.person, edited_at: new Date() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * Has a draft be made, or asks a second person where the municipality decides so.
 *
 * @throws {DigiOneError} CHANGED_MEANWHILE where the draft, or what it is about, is not as it was seen, ACCEPTANCE_NEEDED.
 */
export async function send(trx: Kysely<Schema>, municipality: string, id: string, { revision, base }: Seen, actor: Actor, now: number): Promise<void> {
  const change = await heldAs(trx, municipality, id, ['draft'], revision)
  await requireSameGround(trx, municipality, change, base)
  await requireAccepted(trx, municipality, change.decisions)
  if (!(await hasFourEyes(trx, municipality))) return void (await hold(trx, change, actor, now))
  await trx.updateTable('changes').set({ state: 'waiting', base, sent_back: null }).where('id', '=', id).execute()
  await record(trx, municipality, actor, 'change.sent', told(change))
}

/** As a second person: has a change be made that waits for it. @throws {DigiOneError} CHANGED_MEANWHILE, NOT_ALLOWED for whoever planned it. */
export async function approve(trx: Kysely<Schema>, municipality: string, id: string, { revision, base }: Seen, actor: Actor, now: number): Promise<void> {
  const change = await heldAs(trx, municipality, id, ['waiting'], revision)
  if (actor.person === null || actor.person === change.created_by || actor.person === change.edited_by)
    throw new DigiOneError('NOT_ALLOWED', 'Whoever planned a change', 'approve it as well')
  await requireSameGround(trx, municipality, change, base)
  await hold(trx, change, actor, now)
}

/** Gives a change that waits for approval back as a draft. @param reason In the words of whoever gives it back. */
export async function sendBack(
  trx: Kysely<Schema>,
  municipality: string,
  id: string,
  { revision, reason }: { revision: number; reason: string },
  actor: Actor,
): Promise<void> {
  const change = await heldAs(trx, municipality, id, ['waiting'], revision)
  const sentBack = JSON.stringify({ by: actor.person, at: new Date().toISOString(), reason })
  await trx
    .updateTable('changes')
    .set({ state: 'draft', sent_back: sentBack, revision: change.revision + 1 })
    .where('id', '=', id)
    .execute()
  await record(trx, municipality, actor, 'change.sent-back', { ...told(change), reason })
}

/** Gives up a change that has not been made. */
export async function discard(trx: Kysely<Schema>, municipality: string, id: string, revision: number, actor: Actor): Promise<void> {
  const change = await heldAs(trx, municipality, id, ['draft', 'waiting'], revision)
  await trx.updateTable('changes').set({ state: 'discarded' }).where('id', '=', id).execute()
  await record(trx, municipality, actor, 'change.discarded', told(change))
}
