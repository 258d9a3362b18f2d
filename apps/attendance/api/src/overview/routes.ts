import type { Roster } from '@digione/sdk/server'
import { Hono } from 'hono'
import { z } from 'zod'
import { unexplainedAt } from '../absences/explanation-store.ts'
import type { Deps, Env } from '../deps.ts'
import { parse } from '../input.ts'
import { countsOn, markedOn } from '../lessons/register-store.ts'
import { requireRole } from '../place.ts'
import { dayAt, daysAfter } from '../school-time.ts'
import { readSchool } from '../school.ts'
import type { Lesson, Overview, UnexplainedLearner } from '../wire.ts'

const LOOK_BACK_DAYS = 60

export function overviewRoutes({ platform, database, now }: Deps): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/overview', async (c) => {
    parse(z.strictObject({}), c.req.query(), 'The query')
    const place = requireRole(c.var.caller, ['principal', 'staff'], 'read the absences of a school')
    const school = await readSchool(platform.roster, place.municipality, place.school)
    const date = dayAt(now())
    const lessons = school.lessonsOn(date)
    const marked = markedOn(database, place, date)
    const rows = unexplainedAt(database, place, daysAfter(date, -LOOK_BACK_DAYS))

    const byLearner = new Map<string, Lesson[]>()
    for (const { learner, group, date: day, slot } of rows) {
      byLearner.set(learner, [...(byLearner.get(learner) ?? []), school.describe({ group, date: day, slot })])
    }
    const names = await namesOf(platform.roster, new Set(rows.map(({ group }) => group)))
    const homeGroups = byLearner.size > 0 ? await homeGroupsOf(platform.roster, place.school) : new Map<string, string>()
    const unexplained = [...byLearner].map(([learner, missed]): UnexplainedLearner => ({
      learner,
      name: names.get(learner) ?? '',
      homeGroup: homeGroups.get(learner) ?? null,
      lessons: missed,
    }))
    const overview: Overview = {
      today: {
        date,
        lessons: lessons.length,
        marked: lessons.filter(({ group, slot }) => marked.has(`${group}/${slot}`)).length,
        absent: [...countsOn(database, place, date).values()].reduce((sum, { absent }) => sum + absent, 0),
        unexplained: unexplained.filter(({ lessons: missed }) => missed.some((lesson) => lesson.date === date)).length,
      },
      unexplained,
    }
    return c.json(overview)
  })

  return app
}

/** Names of the members of the groups concerned, rather than of everybody at the school. */
async function namesOf(roster: Roster, groups: ReadonlySet<string>): Promise<Map<string, string>> {
  const members = await Promise.all([...groups].map((group) => roster.students(group).catch(() => [])))
  return new Map(
    members.flat().map(({ sourcedId, givenName, preferredFirstName, familyName }) => [sourcedId, `${familyName} ${preferredFirstName || givenName}`]),
  )
}

async function homeGroupsOf(roster: Roster, school: string): Promise<Map<string, string>> {
  const [classes, enrollments] = await Promise.all([roster.classes(school), roster.enrollments(school)])
  const homes = new Map(classes.filter(({ classType }) => classType === 'homeroom').map(({ sourcedId, title }) => [sourcedId, title]))
  return new Map(
    enrollments.flatMap(({ user, class: group, role }): [string, string][] => {
      const home = homes.get(group.sourcedId)
      return role === 'student' && home !== undefined ? [[user.sourcedId, home]] : []
    }),
  )
}
