import { createHash, randomUUID } from 'node:crypto'
import { DigiOneError, type Level, type Role } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { type Actor, record } from '../audit/store.ts'
import { asPlatform, inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { raiseVersion } from '../tenants/store.ts'

const STABLE = JSON.stringify({ kind: 'channel', channel: 'stable' })

export interface Switch {
  readonly module: string
  readonly school: string | null
  readonly role: Role | null
  readonly on: boolean
  /** The version that the decision was made from. */
  readonly version: number
}

/**
 * Switches a module on or off at one place, from now on.
 *
 * It ends the place's earlier decisions that it replaces: the same one, and, where it is for all roles, those for single
 * roles, levels and groups. A school's own decisions are not touched by the municipality's.
 * @returns The municipality's new version.
 * @throws {DigiOneError} CHANGED_MEANWHILE, NOT_FOUND where module or school is unknown here.
 */
export async function switchModule(db: Kysely<Schema>, municipality: string, { module, school, role, on, version }: Switch, actor: Actor): Promise<number> {
  return inMunicipality(db, municipality, async (trx) => {
    const here = await trx.selectFrom('municipalities').select('version').where('slug', '=', municipality).forUpdate().executeTakeFirst()
    if (!here) throw new DigiOneError('NOT_FOUND', `municipality ${municipality}`)
    if (here.version !== version) throw new DigiOneError('CHANGED_MEANWHILE', `What is on in ${municipality}`)
    const known = await trx.selectFrom('channel_heads').select('module').where('module', '=', module).executeTakeFirst()
    if (!known) throw new DigiOneError('NOT_FOUND', `module ${module}`)
    if (school !== null && !(await trx.selectFrom('schools').select('id').where('id', '=', school).executeTakeFirst())) {
      throw new DigiOneError('NOT_FOUND', `school ${school} in ${municipality}`)
    }
    const now = new Date()
    await trx
      .updateTable('rules')
      .set({ until_at: now })
      .where('module', '=', module)
      .where('municipality', '=', municipality)
      .where('school_id', 'is not distinct from', school)
      .$if(role !== null, (query) => query.where('role', '=', role))
      .where((is) => is.or([is('until_at', 'is', null), is('until_at', '>', now)]))
      .execute()
    await trx
      .insertInto('rules')
      .values({
        id: randomUUID(),
        module,
        effect: on ? 'on' : 'off',
        municipality,
        school_id: school,
        role,
        level: null,
        group_id: null,
        release: STABLE,
        percentage: 100,
        from_at: now,
        until_at: null,
        decided_by: actor.person,
      })
      .execute()
    await record(trx, municipality, actor, 'module.switched', { module, school, role, on })
    return (await raiseVersion(trx, municipality))[municipality] ?? version
  })
}

export interface StandingRule {
  readonly module: string
  /** `null`: the whole country. */
  readonly municipality: string | null
  readonly school?: string | null
  readonly role?: Role | null
  readonly level?: Level | null
}

/**
 * Switches a module on as the platform, at its set-up.
 *
 * The same call again changes nothing, also where an administrator has switched it off since: the rule's identifier is
 * that of its contents, and a rule that was ended stays ended.
 */
export async function switchOn(db: Kysely<Schema>, { module, municipality, school = null, role = null, level = null }: StandingRule): Promise<void> {
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
    await record(trx, municipality, { person: null, role: 'operator' }, 'module.switched', { module, school, role, on: true })
    await raiseVersion(trx, municipality)
  })
}
