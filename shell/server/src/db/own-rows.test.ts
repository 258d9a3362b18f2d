import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, openBench } from '../testing/bench.ts'
import { GROUP, SCHOOL, WHO } from '../testing/sample-roster.ts'
import { asPerson, inMunicipality } from './scope.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

type Trx = Parameters<Parameters<typeof asPerson>[2]>[0]

/** Tables that a query can only read from end to end, however many rows they have: those for which no index serves. */
async function readWhole(trx: Trx, query: ReturnType<typeof sql>): Promise<string[]> {
  await sql`set local enable_seqscan = off`.execute(trx)
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(trx)
  return rows.flatMap((row) => /Seq Scan on (\w+)/.exec(row['QUERY PLAN'])?.[1] ?? [])
}

const QUERIES = {
  'the person’s groups': sql`select g.name from enrolments e join groups g on g.id = e.group_id where e.person_id = ${WHO.aino}`,
  'the person’s schools': sql`select s.name from affiliations a join schools s on s.id = a.school_id where a.person_id = ${WHO.aino}`,
  'the person’s children': sql`select p.family_name from guardianships g join persons p on p.id = g.learner_id where g.guardian_id = ${WHO.guardian}`,
}

test.each(Object.entries(QUERIES))('%s are found by index, however many people there are', async (_, query) => {
  expect(await asPerson(bench.db, WHO.guardian, (trx) => readWhole(trx, query))).toEqual([])
})

test('within a municipality a group’s people are found by index too', async () => {
  const people = sql`select p.family_name from enrolments e join persons p on p.id = e.person_id where e.group_id = ${GROUP.b4}`
  const guardians = sql`select g.guardian_id from guardianships g where g.learner_id = ${WHO.aino}`
  const school = sql`select s.name from schools s where s.id = ${SCHOOL.aarnila}`
  for (const query of [people, guardians, school]) expect(await inMunicipality(bench.db, 'north', (trx) => readWhole(trx, query))).toEqual([])
})
