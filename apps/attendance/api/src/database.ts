import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type Database = DatabaseSync

const SCHEMA = `
  create table if not exists mark (
    municipality text not null, school text not null, grp text not null, date text not null, slot integer not null, learner text not null,
    state text not null check (state in ('present', 'late', 'absent')), version integer not null, changed_by text not null, changed_at text not null,
    primary key (grp, date, slot, learner)
  ) strict, without rowid;
  create index if not exists mark_of_learner on mark (learner, municipality, date);
  create index if not exists mark_of_school on mark (school, date);

  create table if not exists register (
    municipality text not null, school text not null, grp text not null, date text not null, slot integer not null,
    marked_by text, marked_at text,
    note text not null default '', note_version integer not null default 0, note_by text, note_at text,
    primary key (grp, date, slot)
  ) strict, without rowid;

  create table if not exists explanation (
    id text primary key, municipality text not null, school text not null, learner text not null, reason text not null, text text,
    given_by text not null, given_as text not null check (given_as in ('guardian', 'learner')), given_at text not null, withdrawn_by text, withdrawn_at text
  ) strict, without rowid;
  create table if not exists explained_lesson (
    explanation text not null references explanation (id), learner text not null, grp text not null, date text not null, slot integer not null,
    primary key (explanation, grp, date, slot)
  ) strict, without rowid;
  create index if not exists explained_lesson_of on explained_lesson (grp, date, slot, learner);

  -- Where a group sits, row by row from the front: a JSON list of learners, with null for an empty place.
  create table if not exists seating (
    municipality text not null, school text not null, grp text not null, columns integer not null, seats text not null,
    version integer not null, changed_by text not null, changed_at text not null,
    primary key (grp)
  ) strict, without rowid;

  -- Who changed what, when, from what, to what. Nothing is ever removed from it.
  create table if not exists history (
    seq integer primary key autoincrement, at text not null, changed_by text not null, municipality text not null, school text not null,
    grp text not null, date text not null, slot integer not null, learner text, what text not null, before text, after text
  ) strict;
  create trigger if not exists history_is_kept before delete on history begin select raise(abort, 'history is append-only'); end;
  create trigger if not exists history_stands before update on history begin select raise(abort, 'history is append-only'); end;

  -- Requests that have been carried out: one that is repeated after a lost answer does nothing twice.
  create table if not exists request (id text not null, sent_by text not null, at text not null, primary key (id, sent_by)) strict, without rowid;

  -- Events that the platform has not taken yet, written in the transaction of the fact they tell.
  create table if not exists outbox (seq integer primary key autoincrement, event text not null) strict;
`

/**
 * Opens the module's own store. Rows name people by the module's pairwise identifiers alone.
 *
 * What is acknowledged is on the disk: a process that is killed loses nothing it has answered for.
 */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'attendance.db'), { timeout: 5000 })
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  database.exec(SCHEMA)
  return database
}

/** All of `run` or nothing of it. Synchronous, so that no other request comes in between. */
export function inTransaction<T>(database: Database, run: () => T): T {
  database.exec('begin immediate')
  try {
    const result = run()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
