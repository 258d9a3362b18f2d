import { type Context, Decision } from '@digione/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { record } from './audit/store.ts'
import { inMunicipality } from './db/scope.ts'
import { draft } from './entitlements/changes.ts'
import { switchOn } from './entitlements/switches.ts'
import type { Caller } from './login/authenticate.ts'
import { bindApi } from './registry/vendors.ts'
import { contextsOf } from './roster/store.ts'
import { type Bench, openBench } from './testing/bench.ts'
import { filesOf, manifestOf, publicationOf } from './testing/builds.ts'
import { personalDataIn } from './testing/personal-data.ts'
import { GROUP, SCHOOL, WHO } from './testing/sample-roster.ts'
import { TOKEN_EXCHANGE } from './tokens/exchange.ts'

/** Everybody who may ask, by who they are to the municipality "north". */
const ASKERS = [
  'nobody',
  'teacher',
  'guardian',
  'learner',
  'principal',
  'southTeacher',
  // A person whose every position has ended.
  'suspended',
  'operatorPerson',
  'teacherModule',
  'admin',
  'southAdmin',
  'operator',
  // A vendor's client whose module is on in north, and one whose module is on in south.
  'tasks',
  'diary',
] as const
type Asker = (typeof ASKERS)[number]
type Answers = Readonly<Record<Asker, number>>

const each = (rest: number, more: Partial<Answers> = {}): Answers => Object.fromEntries(ASKERS.map((asker) => [asker, more[asker] ?? rest])) as Answers
const anybody = (status = 200) => each(status)
const persons = (status: number, more: Partial<Answers> = {}): Answers =>
  each(403, {
    nobody: 401,
    teacher: status,
    guardian: status,
    learner: status,
    principal: status,
    southTeacher: status,
    suspended: status,
    operatorPerson: status,
    ...more,
  })
const administrators = (more: Partial<Answers> = {}): Answers => each(403, { nobody: 401, admin: 200, operator: 200, ...more })
const clients = (tasks: number, diary: number): Answers => each(403, { nobody: 401, tasks, diary })

interface Probe {
  /** What is asked for, and whose it is. */
  readonly what: string
  readonly path: string
  readonly init?: () => RequestInit | Promise<RequestInit>
  readonly answers: Answers
}

const ROSTER = '/ims/oneroster/rostering/v1p2'
let bench: Bench
const contexts: Record<string, Context> = {}
/** A planned change of each municipality. */
const drafts: Record<'north' | 'south', string> = { north: '', south: '' }
const contextId = (of: string) => contexts[of]?.id ?? 'missing'
const mask = (person: string, module: string) => bench.pairwise.mask(person, module)
const signerOf = (module: string) => {
  const signer = bench.signers[module]
  if (!signer) throw new Error(`${module} was published`)
  return signer
}
const body = (value: unknown, type = 'application/json'): RequestInit => ({ method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(value) })
const READS_ROSTER = { id: 'roster.groups', purpose: { fi: 'x', sv: 'x' }, legalBasis: 'public-task' as const }
const exchange = (of: string, module = 'tasks'): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams({ grant_type: TOKEN_EXCHANGE, audience: `${module}:api`, context: contextId(of) }),
})
const switching = (): RequestInit => ({ ...body({ module: 'tasks', school: null, role: null, on: true, version: -1 }), method: 'PUT' })
const framing = (): RequestInit => ({ ...body({ module: 'tasks', framed: true, version: -1 }), method: 'PUT' })
const deciding = {
  module: 'tasks',
  effect: 'on',
  schools: null,
  roles: null,
  levels: null,
  groups: null,
  release: { kind: 'channel', channel: 'stable' },
  percentage: 100,
  from: null,
  until: null,
}
const happened = (municipality: string, school: string, group: string, learner: string, source = 'tasks'): RequestInit =>
  body(
    {
      specversion: '1.0',
      id: crypto.randomUUID(),
      source,
      type: `${source}.done.v1`,
      time: '2026-11-24T08:20:00+02:00',
      municipality,
      school,
      group,
      learner: mask(learner, source),
      matter: 'attendance',
      data: {},
    },
    'application/cloudevents+json',
  )

/** What a roster collection's own member is in north and in south. A person's identifier differs with every module. */
const MEMBERS: Readonly<Record<string, { readonly north: string; readonly south: string; readonly isPerson?: true }>> = {
  orgs: { north: SCHOOL.aarnila, south: SCHOOL.south },
  schools: { north: SCHOOL.aarnila, south: SCHOOL.south },
  classes: { north: GROUP.b4, south: GROUP.a2 },
  users: { north: WHO.aino, south: WHO.veli, isPerson: true },
  students: { north: WHO.aino, south: WHO.veli, isPerson: true },
  teachers: { north: WHO.teacher, south: WHO.southTeacher, isPerson: true },
}

/** A document that names no module, so that nothing is to be changed. */
const NOTHING_ASKED = { digione: 1, modules: {} }

/** Every route of the platform with whom it answers what. One that is missing here fails a test below. */
function matrix(): Readonly<Record<string, readonly Probe[]>> {
  const open = (path: string, status = 200): readonly Probe[] => [{ what: 'anybody’s', path, answers: anybody(status) }]
  const ofMunicipality = (rest: string, init?: () => RequestInit, found = 200): readonly Probe[] => [
    { what: 'north’s', path: `/api/municipalities/north/${rest}`, answers: administrators({ admin: found, operator: found }), ...(init ? { init } : {}) },
    {
      what: 'south’s',
      path: `/api/municipalities/south/${rest}`,
      answers: administrators({ admin: 403, southAdmin: found, operator: found }),
      ...(init ? { init } : {}),
    },
  ]
  /** A municipality's own draft, and the other one's by the address of its own. */
  const ofChange = (rest: string, init?: () => RequestInit, found = 200): readonly Probe[] => [
    ...(['north', 'south'] as const).flatMap((where) =>
      ofMunicipality(`changes/${drafts[where]}${rest}`, init, found).filter(({ what }) => what.startsWith(where)),
    ),
    ...(['north', 'south'] as const).flatMap((where) =>
      ofMunicipality(`changes/${drafts[where === 'north' ? 'south' : 'north']}${rest}`, init, 404).filter(({ what }) => what.startsWith(where)),
    ),
  ]
  const rosterLists = ['orgs', 'schools', 'academicSessions', 'terms', 'courses', 'classes', 'enrollments', 'users', 'students', 'teachers']
  const nested = [
    ['schools', 'classes'],
    ['schools', 'students'],
    ['schools', 'teachers'],
    ['schools', 'enrollments'],
    ['classes', 'students'],
    ['classes', 'teachers'],
  ] as const
  const oneOf = (collection: string, rest = ''): readonly Probe[] => {
    const member = MEMBERS[collection]
    if (!member) return [{ what: 'one that nobody has', path: `${ROSTER}/${collection}/nothing${rest}`, answers: clients(404, 404) }]
    return (['north', 'south'] as const).flatMap((where) =>
      (['tasks', 'diary'] as const).map((module) => {
        const id = member.isPerson ? mask(member[where], module) : member[where]
        const isOwn = (asker: string) => asker === module && (asker === 'tasks') === (where === 'north')
        const found = (asker: string) => (member.isPerson ? isOwn(asker) : (asker === 'tasks') === (where === 'north'))
        return {
          what: `${where}’s, as ${module} knows it`,
          path: `${ROSTER}/${collection}/${encodeURIComponent(id)}${rest}`,
          answers: clients(found('tasks') ? 200 : 404, found('diary') ? 200 : 404),
        }
      }),
    )
  }
  return {
    'GET /healthz': open('/healthz'),
    'GET /readyz': open('/readyz'),
    'GET /metrics': open('/metrics'),
    'GET /docs/errors/:code': open('/docs/errors/NOT_FOUND'),
    'GET /api/openapi.json': open('/api/openapi.json'),
    'GET /api/jwks.json': open('/api/jwks.json'),
    'GET /api/platform': open('/api/platform'),
    'GET /api/tenants': open('/api/tenants'),
    'GET /releases/:module/:hash/:path{.+}': open('/releases/tasks/000000000000/remoteEntry-1.js', 404),
    // Without words, so that it is refused before the limit of one address counts it.
    'POST /api/feedback': [{ what: 'anybody’s', path: '/api/feedback', init: () => body({ kind: 'other', page: '/' }), answers: anybody(400) }],
    'POST /api/reports': [{ what: 'a page’s', path: '/api/reports', init: () => body({ kind: 'vital', vital: 'LCP', value: 1 }), answers: persons(204) }],
    'GET /api/me': [{ what: 'one’s own', path: '/api/me', answers: persons(200) }],
    'GET /api/developer/releases': [{ what: 'what a developer may have', path: '/api/developer/releases', answers: persons(403, { operatorPerson: 200 }) }],
    'GET /api/live': [{ what: 'one’s own', path: '/api/live', answers: persons(200) }],
    'POST /api/active': [{ what: 'one’s own', path: '/api/active', init: () => ({ method: 'POST' }), answers: persons(200) }],
    'POST /api/tokens': [
      { what: 'the teacher’s context', path: '/api/tokens', init: () => exchange('teacher'), answers: persons(403, { teacher: 200 }) },
      { what: 'the guardian’s context', path: '/api/tokens', init: () => exchange('guardian'), answers: persons(403, { guardian: 200 }) },
      { what: 'a context of south, where the module is off', path: '/api/tokens', init: () => exchange('southTeacher'), answers: persons(403) },
    ],
    'POST /api/tokens/page': [
      {
        what: 'a page in north: each gets what is their own, and nobody else’s',
        path: '/api/tokens/page',
        init: () => ({ method: 'POST', body: new URLSearchParams({ municipality: 'north', module: 'tasks' }) }),
        answers: persons(200),
      },
    ],
    'POST /api/mounts': [
      {
        what: 'the teacher’s context',
        path: '/api/mounts',
        init: () => body({ module: 'tasks', context: contextId('teacher') }),
        answers: persons(403, { teacher: 200 }),
      },
      {
        what: 'a module that is off there',
        path: '/api/mounts',
        init: () => body({ module: 'diary', context: contextId('teacher') }),
        answers: persons(403),
      },
    ],
    'GET /api/municipalities/:municipality/schools': ofMunicipality('schools'),
    'GET /api/municipalities/:municipality/modules': ofMunicipality('modules'),
    'GET /api/municipalities/:municipality/modules/:module/releases': ofMunicipality('modules/tasks/releases'),
    'GET /api/municipalities/:municipality/modules/:module/acceptance': ofMunicipality('modules/tasks/acceptance'),
    // Nobody saw such a thing: nothing is accepted here. The operator accepts for nobody else.
    'POST /api/municipalities/:municipality/modules/:module/acceptance': ofMunicipality(
      'modules/tasks/acceptance',
      () => body({ digest: 'x'.repeat(43) }),
      409,
    ).map((probe) => ({ ...probe, answers: { ...probe.answers, operator: 403 } })),
    'GET /api/municipalities/:municipality/modules/:module/released': ofMunicipality('modules/tasks/released'),
    'GET /api/municipalities/:municipality/register': ofMunicipality('register'),
    'GET /api/municipalities/:municipality/modules/:module/settings': ofMunicipality('modules/tasks/settings'),
    // The revision is nobody's: nothing is set here.
    'PUT /api/municipalities/:municipality/modules/:module/settings': ofMunicipality(
      'modules/tasks/settings',
      () => ({ ...body({ school: null, revision: 999, settings: {} }), method: 'PUT' }),
      409,
    ),
    'POST /api/municipalities/:municipality/modules/:module/settings/revert': ofMunicipality(
      'modules/tasks/settings/revert',
      () => body({ school: null, revision: 999, to: 0 }),
      409,
    ),
    'GET /api/municipalities/:municipality/history': [
      ...ofMunicipality('history'),
      ...ofMunicipality('history?before=999999'),
      ...ofMunicipality('history?module=attendance'),
    ],
    // The version is nobody's: what may be switched is refused as changed meanwhile, and nothing is switched here.
    'PUT /api/municipalities/:municipality/switches': ofMunicipality('switches', switching, 409),
    'PUT /api/municipalities/:municipality/frames': ofMunicipality('frames', framing, 409),
    'GET /api/municipalities/:municipality/changes': [...ofMunicipality('changes'), ...ofMunicipality('changes?state=made&before=99')],
    'POST /api/municipalities/:municipality/changes': ofMunicipality('changes', () => body({ decisions: [deciding] }), 201),
    'POST /api/municipalities/:municipality/changes/preview': ofMunicipality('changes/preview', () => body({ decisions: [deciding] })),
    // It is so already: nothing is decided here.
    'PUT /api/municipalities/:municipality/changes/four-eyes': ofMunicipality(
      'changes/four-eyes',
      () => ({ ...body({ fourEyes: false }), method: 'PUT' }),
      409,
    ),
    'GET /api/municipalities/:municipality/changes/:change': ofChange(''),
    'PUT /api/municipalities/:municipality/changes/:change': ofChange('', () => ({ ...body({ revision: 999, decisions: [deciding] }), method: 'PUT' }), 409),
    'POST /api/municipalities/:municipality/changes/:change/send': ofChange('/send', () => body({ revision: 999, base: 0 }), 409),
    'POST /api/municipalities/:municipality/changes/:change/approve': ofChange('/approve', () => body({ revision: 999, base: 0 }), 409),
    'POST /api/municipalities/:municipality/changes/:change/send-back': ofChange('/send-back', () => body({ revision: 999, reason: 'x' }), 409),
    'POST /api/municipalities/:municipality/changes/:change/discard': ofChange('/discard', () => body({ revision: 999 }), 409),
    'POST /api/municipalities/:municipality/changes/:change/revert': ofChange('/revert', () => ({ method: 'POST' }), 409),
    'GET /api/municipalities/:municipality/desired-state': [...ofMunicipality('desired-state'), ...ofMunicipality('desired-state?places=municipality')],
    'POST /api/municipalities/:municipality/desired-state/preview': ofMunicipality('desired-state/preview', () => body({ state: NOTHING_ASKED })),
    'POST /api/municipalities/:municipality/desired-state/changes': ofMunicipality('desired-state/changes', () => body({ state: NOTHING_ASKED })),
    'PUT /api/municipalities/:municipality/desired-state': ofMunicipality('desired-state', () => ({ ...body({ state: NOTHING_ASKED }), method: 'PUT' })),
    'GET /api/municipalities/:municipality/modules/:module/why': ofMunicipality('modules/tasks/why?role=teacher'),
    // Nobody published such a module: nothing is stopped here.
    'POST /api/municipalities/:municipality/stops': ofMunicipality('stops', () => body({ module: 'nothing', reason: { fi: 'Syy', sv: 'Orsak' } }), 404),
    'DELETE /api/municipalities/:municipality/stops/:module': ofMunicipality('stops/tasks', () => ({ method: 'DELETE' }), 404),
    'POST /api/registry/releases': [
      {
        what: 'the module of tasks',
        path: '/api/registry/releases',
        init: async () => ({ method: 'POST', body: await publicationOf(signerOf('tasks'), manifestOf('tasks'), filesOf('other contents')) }),
        answers: clients(409, 403),
      },
    ],
    'POST /api/registry/releases/:release/yank': [
      {
        what: 'one that nobody has',
        path: '/api/registry/releases/tasks@000000000000/yank',
        init: () => body({ reason: 'Loses drafts' }),
        answers: clients(404, 404),
      },
    ],
    'GET /api/registry/keys': [{ what: 'one’s own', path: '/api/registry/keys', answers: clients(200, 200) }],
    'POST /api/registry/keys': [
      {
        what: 'the key that tasks has',
        path: '/api/registry/keys',
        init: () => body({ jwk: signerOf('tasks').jwk }),
        answers: clients(200, 403),
      },
    ],
    'DELETE /api/registry/keys/:thumbprint': [
      { what: 'one that nobody has', path: `/api/registry/keys/${'x'.repeat(43)}`, init: () => ({ method: 'DELETE' }), answers: clients(404, 404) },
    ],
    'GET /api/registry/releases': [
      { what: 'the module of tasks', path: '/api/registry/releases?module=tasks', answers: clients(200, 403) },
      { what: 'the module of diary', path: '/api/registry/releases?module=diary', answers: clients(403, 200) },
    ],
    'POST /api/events': [
      { what: 'of north, by tasks', path: '/api/events', init: () => happened('north', SCHOOL.aarnila, GROUP.b4, WHO.aino), answers: clients(202, 403) },
      { what: 'of south, by tasks', path: '/api/events', init: () => happened('south', SCHOOL.south, GROUP.a2, WHO.veli), answers: clients(403, 403) },
      {
        what: 'of south’s learner, said to be of north',
        path: '/api/events',
        init: () => happened('north', SCHOOL.aarnila, GROUP.b4, WHO.veli),
        answers: clients(404, 403),
      },
      {
        what: 'of south’s group, said to be of north',
        path: '/api/events',
        init: () => happened('north', SCHOOL.aarnila, GROUP.a2, WHO.aino),
        answers: clients(404, 403),
      },
    ],
    ...Object.fromEntries(
      rosterLists.map((name) => [`GET ${ROSTER}/${name}`, [{ what: 'whoever is within reach', path: `${ROSTER}/${name}`, answers: clients(200, 200) }]]),
    ),
    ...Object.fromEntries(rosterLists.map((name) => [`GET ${ROSTER}/${name}/:id`, oneOf(name)])),
    ...Object.fromEntries(nested.map(([parent, child]) => [`GET ${ROSTER}/${parent}/:id/${child}`, oneOf(parent, `/${child}`)])),
  }
}

/** Whose rows of the other municipality an asker may see: nobody's, but for the guardian, who has a child in each. */
const MAY_SEE_BOTH: ReadonlySet<Asker> = new Set(['guardian'])
const ofSouth = (asker: Asker) => asker === 'southTeacher' || asker === 'southAdmin' || asker === 'diary'

beforeAll(async () => {
  bench = await openBench()
  const more = (id: string) => ({ publishes: [`${id}.done.v1`], hears: [`${id}.done.v1`], apis: { api: { purpose: { fi: 'x', sv: 'x' } } } })
  for (const module of ['tasks', 'diary']) {
    await bench.publish(manifestOf(module, { scopes: [READS_ROSTER], ...more(module) }))
    await bindApi(bench.db, { module, api: 'api', municipality: null, origin: `https://${module}.example` })
  }
  await switchOn(bench.db, { module: 'tasks', municipality: 'north' })
  await switchOn(bench.db, { module: 'diary', municipality: 'south' })
  // What the one has written and the other may never read.
  for (const where of ['north', 'south'] as const)
    await inMunicipality(bench.db, where, (trx) =>
      record(trx, where, { person: null, role: 'operator' }, 'module.switched', { module: `canary-${where}`, school: null, role: null, on: true }),
    )
  for (const where of ['north', 'south'] as const) {
    const plan = { decisions: [Decision.parse(deciding)], note: `canary-${where}`, fourEyes: null, reverts: null }
    drafts[where] = (await inMunicipality(bench.db, where, (trx) => draft(trx, where, plan, { person: null, role: 'operator' }))).id
  }

  const person = async (name: string, personId: string, ways: string[]) => {
    const sessionUid = `${name}-session`
    await bench.sessions.open(sessionUid, personId, { upstream: ways[0] ?? '', idToken: null })
    bench.callers[name] = { kind: 'person', personId, ways, sessionUid, endsInS: 3600 } satisfies Caller
    const [first] = (await contextsOf(bench.db, personId, ways, bench.config.upstreams)).contexts
    if (first) contexts[name] = first
    return first
  }
  await person('teacher', WHO.teacher, ['school'])
  await person('guardian', WHO.guardian, ['family'])
  await person('learner', WHO.aino, ['school'])
  await person('principal', WHO.principal, ['school'])
  await person('southTeacher', WHO.southTeacher, ['school'])
  await person('suspended', WHO.otso, ['school'])
  const admin = await person('admin', WHO.admin, ['office'])
  const operator = await person('operatorPerson', WHO.operator, ['office'])
  if (!admin || !operator || !contexts['teacher']) throw new Error('the sample has them')
  bench.callers['admin'] = bench.administrator(admin, WHO.admin)
  bench.callers['southAdmin'] = bench.administrator({ ...admin, municipality: 'south' }, WHO.admin)
  bench.callers['operator'] = bench.administrator(operator, WHO.operator)
  bench.callers['teacherModule'] = bench.administrator(contexts['teacher'], WHO.teacher)
})
afterAll(() => bench.close())

/** An answer's text; of a stream that goes on, what it begins with. */
async function textOf(answer: Response): Promise<string> {
  if (answer.headers.get('content-type') !== 'text/event-stream') return answer.text()
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = await reader?.read()
  await reader?.cancel()
  return first?.value ?? ''
}

test('every route stands in the matrix, and the matrix has no other', () => {
  const routes = bench.app.routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*')).map(({ method, path }) => `${method} ${path}`)
  expect([...new Set(routes)].toSorted()).toEqual(Object.keys(matrix()).toSorted())
})

describe('who is answered what', () => {
  test.each(ASKERS)('%s, on every route, about what is theirs and what is another’s', async (asker) => {
    const wrong: string[] = []
    for (const [route, probes] of Object.entries(matrix())) {
      for (const { what, path, init, answers } of probes) {
        const answer = await bench.send(asker, path, await init?.())
        const text = await textOf(answer)
        if (answer.status !== answers[asker]) wrong.push(`${route}, ${what}: ${answer.status} instead of ${answers[asker]}: ${text.slice(0, 200)}`)
        if (answer.status >= 400) {
          if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) wrong.push(`${route}, ${what}: no problem details`)
          // A refusal of what exists says no more than one of what does not.
          if (/Canary|canary/.test(text)) wrong.push(`${route}, ${what}: the refusal tells what it refuses`)
        }
        const foreign = ofSouth(asker) ? /Canary-North|canary-north|Aarnila/ : /Canary-South|canary-south|Etelän/
        if (!MAY_SEE_BOTH.has(asker) && asker !== 'operator' && asker !== 'operatorPerson' && foreign.test(text))
          wrong.push(`${route}, ${what}: another municipality’s rows: ${foreign.exec(text)?.[0]}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('the canaries are there to be seen by those whose they are', async () => {
    const seen = async (asker: string, path: string) => (await bench.send(asker, path)).text()
    expect(await seen('tasks', `${ROSTER}/users`)).toContain('Canary-North')
    expect(await seen('diary', `${ROSTER}/users`)).toContain('Canary-South')
    expect(await seen('admin', '/api/municipalities/north/history')).toContain('canary-north')
    expect(await seen('southAdmin', '/api/municipalities/south/history')).toContain('canary-south')
    expect(await seen('admin', '/api/municipalities/north/changes')).toContain('canary-north')
    expect(await seen('southAdmin', '/api/municipalities/south/changes')).toContain('canary-south')
  })
})

test('nothing of all this leaves anybody’s name, identifier or address in the log', () => {
  expect(bench.lines.length).toBeGreaterThan(500)
  const masked = Object.values(WHO).flatMap((person) => ['tasks', 'diary'].map((module) => mask(person, module)))
  expect(personalDataIn(bench.lines, masked)).toEqual([])
})
