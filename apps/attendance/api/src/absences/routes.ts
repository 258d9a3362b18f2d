import { DigiOneError } from '@digione/sdk/server'
import type { ModuleCaller, Roster } from '@digione/sdk/server'
import { Hono } from 'hono'
import { z } from 'zod'
import { inTransaction } from '../database.ts'
import type { Deps, Env } from '../deps.ts'
import { tell } from '../events/outbox.ts'
import { parse, parseBody } from '../input.ts'
import { requireLearner } from '../place.ts'
import type { Place } from '../place.ts'
import { dayAt, daysAfter, mondayOf } from '../school-time.ts'
import { readSchool } from '../school.ts'
import { REASONS } from '../wire.ts'
import type { AbsenceReport } from '../wire.ts'
import { absencesOf, explain, withdraw } from './explanation-store.ts'

/** Half a school year. */
const REPORT_DAYS = 180

const LearnerPath = z.strictObject({ learner: z.string().min(1).max(100) })
const WithdrawalPath = LearnerPath.extend({ explanation: z.uuid() })
const NoQuery = z.strictObject({})
const ExplanationBody = z.strictObject({
  /** Chosen by the sender; sent again with the same one, it counts once. */
  id: z.uuid(),
  lessons: z
    .array(z.strictObject({ group: z.uuid(), date: z.iso.date(), slot: z.number().int().min(1).max(30) }))
    .min(1)
    .max(40),
  reason: z.enum(REASONS),
  text: z.string().trim().max(500).optional(),
})

export function absenceRoutes({ platform, database, wake, now }: Deps): Hono<Env> {
  const app = new Hono<Env>()

  const report = async (caller: ModuleCaller, place: Place, learner: string): Promise<AbsenceReport> => {
    const school = await readSchool(platform.roster, place.municipality, place.school)
    const today = dayAt(now())
    const monday = mondayOf(today)
    const rows = absencesOf(database, place, learner, daysAfter(today, -REPORT_DAYS))
    const inWeek = (state: string) => rows.filter((row) => row.state === state && row.date >= monday).length
    return {
      learner,
      today,
      mayExplain: await mayExplain(platform.roster, caller, learner),
      absences: rows.map(({ group, date, slot, state, explanation }) => ({
        ...school.describe({ group, date, slot }),
        state,
        explanation: explanation && {
          id: explanation.id,
          reason: explanation.reason,
          text: explanation.text,
          by: explanation.givenAs,
          at: explanation.givenAt,
          mine: explanation.givenBy === caller.sub,
        },
      })),
      week: { from: monday, late: inWeek('late'), absent: inWeek('absent') },
    }
  }

  app.get('/learners/:learner/absences', async (c) => {
    const { learner } = parse(LearnerPath, c.req.param(), 'The address')
    parse(NoQuery, c.req.query(), 'The query')
    const place = requireLearner(c.var.caller, learner)
    return c.json(await report(c.var.caller, place, learner))
  })

  app.post('/learners/:learner/explanations', async (c) => {
    const { caller } = c.var
    const { learner } = parse(LearnerPath, c.req.param(), 'The address')
    const place = requireLearner(caller, learner)
    const { id, lessons, reason, text } = await parseBody(ExplanationBody, c.req.raw)
    if (!(await mayExplain(platform.roster, caller, learner))) throw new DigiOneError('NOT_ALLOWED', 'A learner who is not of age', 'explain an absence')
    const hand = { by: caller.sub, at: now().toISOString() }
    const givenAs = caller.context.role === 'learner' ? 'learner' : 'guardian'
    inTransaction(database, () => {
      if (!explain(database, place, { id, learner, lessons, reason, text: text || null, givenAs }, hand)) return
      for (const lesson of lessons) tell(database, place, { type: 'attendance.explained.v1', ...lesson, learner, state: 'explained' }, hand.at)
    })
    wake()
    return c.json(await report(caller, place, learner))
  })

  app.delete('/learners/:learner/explanations/:explanation', async (c) => {
    const { caller } = c.var
    const { learner, explanation } = parse(WithdrawalPath, c.req.param(), 'The address')
    const place = requireLearner(caller, learner)
    const hand = { by: caller.sub, at: now().toISOString() }
    inTransaction(database, () => {
      for (const lesson of withdraw(database, place, learner, explanation, hand)) {
        tell(database, place, { type: 'attendance.explained.v1', ...lesson, learner, state: 'unexplained' }, hand.at)
      }
    })
    wake()
    return c.json(await report(caller, place, learner))
  })

  return app
}

/**
 * Guardians explain. A learner does from the age of 18, when guardianship ends: in upper secondary, and with no guardian
 * in the roster. Under non-disclosure the roster tells of no guardian at all, which proves nothing.
 */
async function mayExplain(roster: Roster, { context }: ModuleCaller, learner: string): Promise<boolean> {
  if (context.role === 'guardian') return true
  if (context.level !== 'lukiokoulutus' && context.level !== 'ammatillinenkoulutus') return false
  const { agents, metadata } = await roster.user(learner)
  return agents.length === 0 && !metadata['digione.nonDisclosure']
}
