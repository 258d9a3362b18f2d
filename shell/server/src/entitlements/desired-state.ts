import { Decision, decisionsTowards, type DesiredState, DigiOneError, desiredStateFrom } from '@digione/contracts'
import type { Kysely } from 'kysely'
import type { Actor } from '../audit/store.ts'
import type { Schema } from '../db/schema.ts'
import { type Change, draft, holdMunicipality, madeSoFar, requireKnown } from './changes.ts'
import { send } from './plans.ts'
import { decidedFrom } from './rules.ts'

/** How many decisions a document leads to at most: each is shown, and looked at for everybody whom it reaches. */
const MOST_DECISIONS = 500

/** Everything below is for the inside of `inMunicipality`. */
type Trx = Kysely<Schema>

/** What a municipality has decided, and is going to have, as a document that names every module. @param isForOthers Without what is about its own schools and groups. */
export async function desiredStateOf(trx: Trx, municipality: string, isForOthers: boolean, now: number): Promise<DesiredState> {
  const known = await trx.selectFrom('channel_heads').select('module').distinct().execute()
  const rules = await decidedFrom(trx, municipality, now)
  const mine = isForOthers ? rules.filter(({ school, group }) => school === null && group === null) : rules
  return desiredStateFrom(
    mine,
    municipality,
    known.map(({ module }) => module),
    now,
  )
}

/** The decisions that lead to what a document says. @throws {DigiOneError} NOT_FOUND for what it names and is not there, INPUT_INVALID where they are too many */
export async function towards(trx: Trx, municipality: string, state: DesiredState, now: number): Promise<Decision[]> {
  const decisions = decisionsTowards(state, await decidedFrom(trx, municipality, now), municipality, now)
  if (decisions.length > MOST_DECISIONS)
    throw new DigiOneError(
      'INPUT_INVALID',
      'The document',
      `it leads to ${decisions.length} decisions, and ${MOST_DECISIONS} are made at once: apply it in parts`,
    )
  await requireKnown(trx, municipality, decisions)
  return decisions
}

const asText = (decisions: readonly Decision[]) => JSON.stringify(decisions.map((one) => Decision.parse(one)))

/**
 * Plans the change that leads to what a document says, or finds the one that does.
 *
 * @returns `null` where nothing is to be changed.
 * @throws {DigiOneError} as `towards`
 */
export async function planTowards(
  trx: Trx,
  municipality: string,
  { state, note }: { state: DesiredState; note: string },
  actor: Actor,
  now: number,
): Promise<Change | null> {
  // First, so that what is compared is what is changed.
  await holdMunicipality(trx, municipality)
  const decisions = await towards(trx, municipality, state, now)
  if (decisions.length === 0) return null
  const open = await trx.selectFrom('changes').selectAll().where('municipality', '=', municipality).where('state', 'in', ['draft', 'waiting']).execute()
  const same = open.find((one) => one.reverts === null && one.four_eyes === null && asText(one.decisions) === asText(decisions))
  return same ?? draft(trx, municipality, { decisions, note, fourEyes: null, reverts: null }, actor)
}

/** As `planTowards`, and has it made, or wait for a second person where the municipality decides so. */
export async function applyState(
  trx: Trx,
  municipality: string,
  wanted: { state: DesiredState; note: string },
  actor: Actor,
  now: number,
): Promise<Change | null> {
  const change = await planTowards(trx, municipality, wanted, actor, now)
  if (change?.state !== 'draft') return change
  await send(trx, municipality, change.id, { revision: change.revision, base: await madeSoFar(trx, municipality) }, actor, now)
  return change
}
