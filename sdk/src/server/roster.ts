import { DigiOneError } from '@digione/contracts'
import { z } from 'zod'
import { refusalOf } from './refusal.ts'
import { RosterClass, RosterCourse, RosterEnrollment, RosterSchool, RosterTerm, RosterUser } from './roster-schemas.ts'

/**
 * People, groups and schools, read from the platform: only of schools where the module is on.
 *
 * Answers are kept for up to 60 s, and who asks for the same meanwhile gets the same.
 */
export interface Roster {
  schools(): Promise<RosterSchool[]>
  school(id: string): Promise<RosterSchool>
  /** Of one school, or of all. */
  classes(school?: string): Promise<RosterClass[]>
  class(id: string): Promise<RosterClass>
  students(group: string): Promise<RosterUser[]>
  teachers(group: string): Promise<RosterUser[]>
  /** Every teacher of a school. For the names of many groups' teachers: one answer instead of one for each group. */
  teachersAt(school: string): Promise<RosterUser[]>
  /** Of one school, or of all; of one role, or of both. */
  enrollments(school?: string, role?: 'student' | 'teacher'): Promise<RosterEnrollment[]>
  users(): Promise<RosterUser[]>
  /** @throws {PlatformRefusal} NOT_FOUND also for a person at no school where the module is on. */
  user(id: string): Promise<RosterUser>
  terms(): Promise<RosterTerm[]>
  courses(): Promise<RosterCourse[]>
  /** Forgets what is kept. */
  refresh(): void
}

const PAGE = 500
const MAX_KEPT = 1000

export interface RosterSource {
  /** Origin and path of the OneRoster service. */
  base(): Promise<string>
  token(): Promise<string>
  /** How long an answer is kept, in ms. At most 60,000. */
  readonly cacheMs: number
}

export function createRoster(source: RosterSource): Roster {
  const kept = new Map<string, { until: number; answer: Promise<unknown> }>()

  /** `read` is always of one and the same type for one path, since only the methods below call this. */
  function once<T>(path: string, read: () => Promise<T>): Promise<T> {
    const now = Date.now()
    const found = kept.get(path)
    if (found && found.until > now) return found.answer as Promise<T>
    const answer = read()
    if (kept.size >= MAX_KEPT) for (const [key, entry] of kept) if (entry.until <= now || kept.size >= MAX_KEPT) kept.delete(key)
    kept.set(path, { until: now + Math.min(source.cacheMs, 60_000), answer })
    answer.catch(() => kept.delete(path))
    return answer
  }

  async function get(path: string): Promise<{ body: unknown; total: number | null }> {
    const address = `${await source.base()}${path}`
    const answer = await fetch(address, {
      headers: { authorization: `Bearer ${await source.token()}`, accept: 'application/json' },
      signal: AbortSignal.timeout(15_000),
    }).catch((cause: unknown) => {
      throw new DigiOneError('PLATFORM_UNREACHABLE', address, { cause })
    })
    if (!answer.ok) throw await refusalOf(answer)
    const total = answer.headers.get('x-total-count')
    return { body: await answer.json(), total: total === null ? null : Number(total) }
  }

  const list = <S extends z.ZodType>(path: string, name: string, item: S, filter = ''): Promise<z.output<S>[]> =>
    once(`${path} ${filter}`, async () => {
      const page = z.object({ [name]: z.array(item) })
      const items: z.output<S>[] = []
      for (;;) {
        const { body, total } = await get(`${path}?limit=${PAGE}&offset=${items.length}${filter && `&filter=${encodeURIComponent(filter)}`}`)
        const received: z.output<S>[] = page.parse(body)[name] ?? []
        items.push(...received)
        if (received.length === 0 || (total === null ? received.length < PAGE : items.length >= total)) return items
      }
    })

  const one = <S extends z.ZodType>(path: string, name: string, item: S): Promise<z.output<S>> =>
    once(path, async () => item.parse(z.record(z.string(), z.unknown()).parse((await get(path)).body)[name]))

  const at = (collection: string, id: string) => `/${collection}/${encodeURIComponent(id)}`
  return {
    schools: () => list('/schools', 'orgs', RosterSchool),
    school: (id) => one(at('schools', id), 'org', RosterSchool),
    classes: (school) => list(school === undefined ? '/classes' : `${at('schools', school)}/classes`, 'classes', RosterClass),
    class: (id) => one(at('classes', id), 'class', RosterClass),
    students: (group) => list(`${at('classes', group)}/students`, 'users', RosterUser),
    teachers: (group) => list(`${at('classes', group)}/teachers`, 'users', RosterUser),
    teachersAt: (school) => list(`${at('schools', school)}/teachers`, 'users', RosterUser),
    enrollments: (school, role) =>
      list(school === undefined ? '/enrollments' : `${at('schools', school)}/enrollments`, 'enrollments', RosterEnrollment, role && `role='${role}'`),
    users: () => list('/users', 'users', RosterUser),
    user: (id) => one(at('users', id), 'user', RosterUser),
    terms: () => list('/terms', 'academicSessions', RosterTerm),
    courses: () => list('/courses', 'courses', RosterCourse),
    refresh: () => kept.clear(),
  }
}
