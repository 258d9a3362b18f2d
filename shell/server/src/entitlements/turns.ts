import { type Kysely, sql } from 'kysely'
import type { Notifications } from '../db/notifications.ts'
import type { Schema } from '../db/schema.ts'
import { asPlatform } from '../db/scope.ts'
import type { Deps } from '../deps.ts'
import { raiseVersion } from '../tenants/store.ts'

/** How often the clock is looked at. Nothing is asked of the database before a rule is due. */
const LOOK_MS = 500

/** The next instant at which a rule begins or ends; `Infinity` where none does. */
async function nextTurn(trx: Kysely<Schema>, after: Date): Promise<number> {
  const begins = await trx.selectFrom('rules').select('from_at').where('from_at', '>', after).orderBy('from_at').limit(1).executeTakeFirst()
  const ends = await trx.selectFrom('rules').select('until_at').where('until_at', '>', after).orderBy('until_at').limit(1).executeTakeFirst()
  return Math.min(begins?.from_at.getTime() ?? Infinity, ends?.until_at?.getTime() ?? Infinity)
}

/** Tells every open page of the rules that began or ended since the last time; of several instances one does. */
async function tellOfTurns(trx: Kysely<Schema>, now: Date): Promise<void> {
  await trx
    .insertInto('turns')
    .values({ id: 1, told_until: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { told_until: before } = await trx.selectFrom('turns').select('told_until').where('id', '=', 1).forUpdate().executeTakeFirstOrThrow()
  if (before >= now) return
  // What a change did at once, it has told of itself.
  const isByClock = (instant: 'from_at' | 'until_at') => sql<boolean>`(${sql.ref(instant)} > ${before} and ${sql.ref(instant)} <= ${now}
    and not exists (select from changes where changes.municipality = rules.municipality and changes.made_at = ${sql.ref(instant)}))`
  const turned = await trx
    .selectFrom('rules')
    .select('municipality')
    .distinct()
    .where((is) => is.or([isByClock('from_at'), isByClock('until_at')]))
    .execute()
  const slugs = turned.map(({ municipality }) => municipality)
  for (const slug of slugs.includes(null) ? [null] : slugs.toSorted()) await raiseVersion(trx, slug)
  await trx.updateTable('turns').set({ told_until: now }).where('id', '=', 1).execute()
}

/** Watches for rules that begin or end by the clock, until it is stopped. */
export async function watchTurns({ db, log, now }: Pick<Deps, 'db' | 'log' | 'now'>, notifications: Notifications): Promise<{ stop(): Promise<void> }> {
  let next = -Infinity
  /** Whether a change may have brought an earlier one. */
  let isStale = false
  let working: Promise<void> | null = null
  const work = async () => {
    const at = new Date(now())
    isStale = false
    try {
      next = await asPlatform(db, async (trx) => {
        await tellOfTurns(trx, at)
        return nextTurn(trx, at)
      })
    } catch (error) {
      log.error({ err: error }, 'What begins and ends by the clock could not be told of; it is tried again.')
    }
    working = null
  }
  const look = () => {
    if (isStale || now() >= next) working ??= work()
  }
  const anew = () => {
    isStale = true
  }
  const unsubscribe = notifications.subscribe(({ kind }) => kind === 'entitlements' && anew(), anew)
  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  await work()
  return {
    async stop() {
      unsubscribe()
      clearInterval(timer)
      await working
    },
  }
}
