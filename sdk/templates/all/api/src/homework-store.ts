/** One piece of homework of one group. */
export interface Homework {
  readonly id: string
  readonly group: string
  readonly subject: string
  readonly text: string
  /** The language that the text is written in. */
  readonly language: string
  /** A day such as `2026-11-24`. */
  readonly due: string
}

export interface HomeworkStore {
  ofGroups(groups: readonly string[]): readonly Homework[]
  isDone(learner: string, id: string): boolean
  setDone(learner: string, id: string, isDone: boolean): void
}

const EXAMPLES = [
  { subject: 'AI', text: 'Lue luku 5 ja kirjoita kolme kysymystä siitä.', inSchoolDays: 1 },
  { subject: 'MA', text: 'Kertotaulu 7: kirjan tehtävät 12–18, sivu 42.', inSchoolDays: 1 },
  { subject: 'A1', text: 'Kappaleen 6 sanat. Harjoittele ääneen.', inSchoolDays: 2 },
  { subject: 'YL', text: 'Piirrä veden kiertokulku ja nimeä sen vaiheet.', inSchoolDays: 3 },
  { subject: 'MU', text: 'Kuuntele Finlandia ja kirjoita, mitä kuulit.', inSchoolDays: 5 },
]

/** Examples in memory, gone when the process ends. This is the place for your database. */
export function exampleStore(now: () => Date = () => new Date()): HomeworkStore {
  const done = new Set<string>()
  const key = (learner: string, id: string) => JSON.stringify([learner, id])
  return {
    ofGroups: (groups) =>
      EXAMPLES.flatMap(({ inSchoolDays, ...example }, index) => {
        const group = groups[index % groups.length]
        return group === undefined ? [] : [{ id: `${index + 1}`, group, language: 'fi', due: schoolDayAfter(now(), inSchoolDays), ...example }]
      }),
    isDone: (learner, id) => done.has(key(learner, id)),
    setDone: (learner, id, isDone) => void (isDone ? done.add(key(learner, id)) : done.delete(key(learner, id))),
  }
}

/** The day that is so many school days ahead, as schools in Finland count days. */
export function schoolDayAfter(from: Date, schoolDays: number): string {
  const day = new Date(`${new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Helsinki' }).format(from)}T00:00Z`)
  for (let left = schoolDays; left > 0;) {
    day.setUTCDate(day.getUTCDate() + 1)
    if (day.getUTCDay() % 6 !== 0) left--
  }
  return day.toISOString().slice(0, 10)
}
