import pg from 'pg'

/**
 * How values come out of either database, so that one query gives one shape: `bigint` as a number (ours stay below 2^53),
 * `date` as `YYYY-MM-DD`, `timestamptz` as a `Date`. Left alone, the two drivers differ in the first two.
 */
export const PARSERS: Readonly<Record<number, (value: string) => unknown>> = {
  [pg.types.builtins.INT8]: Number,
  [pg.types.builtins.NUMERIC]: Number,
  [pg.types.builtins.DATE]: (value) => value,
  [pg.types.builtins.TIMESTAMPTZ]: (value) => new Date(value),
}

/** The same parsers in the shape that `pg` takes. */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') => PARSERS[id] ?? pg.types.getTypeParser(id, format),
}
