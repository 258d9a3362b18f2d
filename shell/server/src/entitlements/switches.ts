import { createHash } from 'node:crypto'
import { type Decision, DigiOneError, type Level, type Role } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { type Actor, record } from '../audit/store.ts'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { raiseVersion } from '../tenants/store.ts'
import { accept, acceptAtSetUp } from './acceptances.ts'
import { draft, hasFourEyes, holdMunicipality, make } from './changes.ts'

const STABLE = JSON.stringify({ kind: 'channel', channel: 'stable' })

export interface Switch {
  readonly module: string
  readonly school: string | null
  readonly role: Role | null
  readonly on: boolean
  /** The version that the decision was made from. */
  readonly version: number
  /** Accepts what the module asks for along with it: the digest of what was seen. */
  readonly accept?: string | undefined
}

/**
 * Switches a module on or off at one place, from now on.
 *
 * It is a change as any other one, made as it is planned. A school's own decisions are not touched by the municipality's.
 * @returns The municipality's new version.
 * @param now Milliseconds since the epoch.
 * @throws {DigiOneError} CHANGED_MEANWHILE, NOT_FOUND where module or school is unknown here, APPROVAL_NEEDED, ACCEPTANCE_NEEDED.
 */
export async function switchModule(
  db: Kysely<Schema>,
  municipality: string,
  { module, school, role, on, version, accept: digest }: Switch,
  actor: Actor,
  now: number = Date.now(),
): Promise<number> {
  return inMunicipality(db, municipality, async (trx) => {
    const here = await holdMunicipality(trx, municipality)
    if (here.version !== version) throw new DigiOneError('CHANGED_MEANWHILE', `What is on in ${municipality}`)
    if (await hasFourEyes(trx, municipality)) throw new DigiOneError('APPROVAL_NEEDED', municipality)
    if (on && digest !== undefined) await accept(trx, municipality, { module, digest }, actor)
    const decision: Decision = {
      module,
      effect: on ? 'on' : 'off',
      schools: school === null ? null : [school],
      roles: role === null ? null : [role],
      levels: null,
      groups: null,
      release: { kind: 'channel', channel: 'stable' },
      percentage: 100,
      from: null,
      until: null,
    }
    const change = await draft(trx, municipality, { decisions: [decision], fourEyes: null, reverts: null, note: '' }, actor)
    return make(trx, change, actor, now, { action: 'module.switched', details: { module, school, role, on, change: change.id, number: change.number } })
  })
}

export interface StandingRule {
  readonly module: string
  /** `null`: the whole country. */
  readonly municipality: string | null
  readonly school?: string | null
  readonly role?: Role | null
  readonly level?: Level | null
  /** Whoever has this role there, the first of several, is named as having accepted what the module asks for. Absent: the operator did, at set-up. */
  readonly inNameOf?: Role
}

/**
 * Switches a module on as the platform, at its set-up, and accepts what it asks for as it is now.
 *
 * The same call again changes nothing, also where an administrator has switched it off since: the rule's identifier is
 * that of its contents, and a rule that was ended stays ended.
 */
export async function switchOn(db: Kysely<Schema>, { module, municipality, school = null, role = null, level = null, inNameOf }: StandingRule): Promise<void> {
  const id = createHash('sha256')
    .update(JSON.stringify([module, municipality, school, role, level]))
    .digest('hex')
    .slice(0, 32)
  await asPlatform(db, async (trx) => {
    const added = await trx
      .insertInto('rules')
      .values({
        id,
        module,
        effect: 'on',
        municipality,
        school_id: school,
        role,
        level,
        group_id: null,
        release: STABLE,
        percentage: 100,
        from_at: new Date(),
        until_at: null,
        decided_by: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!added) return
    await acceptAtSetUp(trx, municipality, module, await accepter(trx, municipality, inNameOf))
    await record(trx, municipality, { person: null, role: 'operator' }, 'module.switched', { module, school, role, on: true })
    await raiseVersion(trx, municipality)
  })
}

async function accepter(trx: Kysely<Schema>, municipality: string | null, role: Role | undefined): Promise<Actor> {
  const who =
    role === undefined || municipality === null
      ? undefined
      : await trx
          .selectFrom('affiliations')
          .select('person_id')
          .where('municipality', '=', municipality)
          .where('role', '=', role)
          .orderBy('person_id')
          .executeTakeFirst()
  return who && role ? { person: who.person_id, role } : { person: null, role: 'operator' }
}
