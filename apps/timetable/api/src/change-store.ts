import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Change } from './lessons.ts'

export interface ChangeStore {
  get(lesson: string): Change | null
  /** Sets or removes a lesson's change, and keeps who did it and when. `by` is the person's identifier at this vendor. */
  set(lesson: string, change: Change | null, by: string): void
  history(lesson: string): { change: Change | null; by: string; at: string }[]
  close(): void
}

/** Opens the timetable's own store: departures from the weekly timetable, append-only. */
export function openChangeStore(folder: string): ChangeStore {
  mkdirSync(folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'timetable.sqlite'))
  // FULL: a change that was acknowledged is on disk, also after the power went.
  db.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    create table if not exists change (seq integer primary key, lesson text not null, change text, by_person text not null, at text not null);
    create index if not exists change_by_lesson on change (lesson, seq);
  `)
  const latest = db.prepare('select change from change where lesson = ? order by seq desc limit 1')
  const insert = db.prepare('insert into change (lesson, change, by_person, at) values (?, ?, ?, ?)')
  const all = db.prepare('select change, by_person, at from change where lesson = ? order by seq')
  const read = (value: unknown): Change | null => (typeof value === 'string' ? (JSON.parse(value) as Change) : null)
  return {
    get: (lesson) => read(latest.get(lesson)?.['change']),
    set: (lesson, change, by) => void insert.run(lesson, change && JSON.stringify(change), by, new Date().toISOString()),
    history: (lesson) => all.all(lesson).map((row) => ({ change: read(row['change']), by: String(row['by_person']), at: String(row['at']) })),
    close: () => db.close(),
  }
}
