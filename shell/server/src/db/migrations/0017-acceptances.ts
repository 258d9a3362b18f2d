import { Asks, asksNothing, asksOf, Manifest } from '@digione/contracts'
import canonicalize from 'canonicalize'
import { type Kysely, sql } from 'kysely'
import { APP_ROLE, MUNICIPALITY, PLATFORM, protect } from '../policies.ts'

interface Standing {
  readonly municipality: string | null
  readonly module: string
  readonly release: string
  readonly manifest: unknown
}

/**
 * What municipalities accepted that a module asks for. Nothing is changed or taken out of it.
 *
 * What is on already, or is going to be, counts as accepted as its releases are now, in the operator's name: an update takes nothing away.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`create table acceptances (
    id uuid primary key default gen_random_uuid(), municipality text references municipalities, module text not null, release text not null references releases,
    asks jsonb not null, accepted_by uuid, accepted_name text, accepted_role text not null, accepted_at timestamptz not null default now())`)
  await run('create index acceptances_module on acceptances (module, municipality)')
  const here = `municipality = ${MUNICIPALITY}`
  await protect(db, 'acceptances', {
    read: `${PLATFORM} or municipality is null or ${here}`,
    write: `${PLATFORM} or ${here}`,
    grant: 'select, insert',
  })
  await sql`select set_config('role', ${APP_ROLE}, true), set_config('app.platform', 'on', true)`.execute(db)
  const { rows } = await sql<Standing>`select distinct on (r.municipality, r.module, e.id) r.municipality, r.module, e.id as release, e.manifest
    from rules r join releases e on e.module = r.module and e.yanked_at is null
    where r.effect = 'on' and (r.until_at is null or r.until_at > now())
      and (e.id = r.release->>'release' or e.id in (select h.release from channel_heads h where h.channel = r.release->>'channel'))`.execute(db)
  for (const { municipality, module, release, manifest } of rows) {
    const asks = Asks.parse(asksOf(Manifest.parse(manifest)))
    if (asksNothing(asks)) continue
    await sql`insert into acceptances (municipality, module, release, asks, accepted_role)
      values (${municipality}, ${module}, ${release}, ${canonicalize(asks) ?? ''}::jsonb, 'operator')`.execute(db)
  }
  await sql`select set_config('role', 'none', true), set_config('app.platform', '', true)`.execute(db)
}
