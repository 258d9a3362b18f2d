import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Manifest, type RosterImport } from '@digione/contracts'
import { createIdentity, type IdentityPerson } from '@digione/shell-identity'
import { getRequestListener } from '@hono/node-server'
import type { Kysely } from 'kysely'
import { createApp } from '../app.ts'
import { type ConfigInput, parseConfig } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { switchOn } from '../entitlements/switches.ts'
import { createHub } from '../live/hub.ts'
import { createLive } from '../live/live.ts'
import { createLog } from '../log.ts'
import { createLogin } from '../login/index.ts'
import { createMetrics } from '../metrics.ts'
import { operationRoutes } from '../operations.ts'
import { addVendor, bindApi } from '../registry/vendors.ts'
import { importRoster } from '../roster/store.ts'
import { keptSecrets } from '../secrets.ts'
import { createPairwise } from '../tokens/pairwise.ts'
import { openBrowser } from './browser.ts'
import { sampleRoster } from './sample-roster.ts'

const LEARNER_NUMBER = 'urn:oid:1.3.6.1.4.1.16161.1.1.27'
const HETU = 'urn:oid:1.2.246.21'
const SECRET = 'a secret of thirty-two characters'

/** The sample, with the teacher's child still at school: their guardian's context is there to be opened. */
const roster: RosterImport = {
  ...sampleRoster,
  affiliations: sampleRoster.affiliations.map((row) => (row.state === 'valmistunut' ? { ...row, state: 'lasna' } : row)),
}

const person = (login: string, claims: Record<string, unknown>): IdentityPerson => ({
  login,
  group: { fi: 'Ihmiset', sv: 'Människor' },
  label: login,
  detail: { fi: login, sv: login },
  claims: { sub: `sub-${login}`, ...claims },
})

/** Two providers that have next to nothing in common. */
const SCHOOL_PEOPLE = [
  person('teacher', {
    [LEARNER_NUMBER]: '1.2.246.562.98.1',
    'urn:mpass.id:uid': 'uid-1',
    given_name: 'Tuulikki',
    family_name: 'Opettaja',
    'urn:mpass.id:role': ['north;00011;4B;Opettaja', 'not a role'],
  }),
  person('aino', { [LEARNER_NUMBER]: '1.2.246.562.98.3', 'urn:mpass.id:uid': 'uid-3', given_name: 'Aino', family_name: 'Canary-North' }),
  person('no-number', { 'urn:mpass.id:uid': 'uid-9', given_name: 'Nimetön', family_name: 'Numeroton' }),
  person('stranger', { [LEARNER_NUMBER]: '1.2.246.562.98.999', 'urn:mpass.id:uid': 'uid-8', given_name: 'Vieras', family_name: 'Vieras' }),
]
const FAMILY_PEOPLE = [
  person('guardian', { [HETU]: '020281-9050', 'urn:oid:2.5.4.42': 'Helmi', 'urn:oid:2.5.4.4': 'Huoltaja' }),
  person('teacher', { [HETU]: '010180-9026', 'urn:oid:2.5.4.42': 'Tuulikki', 'urn:oid:2.5.4.4': 'Opettaja' }),
]

const contact = { email: 'tuki@example.fi', text: { fi: 'Kysy koulusi kansliasta:', sv: 'Fråga skolans kansli:', en: 'Ask your school’s office:' } }
const upstreamsAt = (origin: string): NonNullable<ConfigInput['upstreams']> => [
  {
    id: 'school',
    name: { fi: 'Koulun tunnus', sv: 'Skolans konto' },
    issuer: `${origin}/school`,
    clientId: 'digione',
    clientSecret: SECRET,
    opens: ['learner', 'teacher', 'principal', 'staff'],
    claims: {
      subject: 'urn:mpass.id:uid',
      personKeys: [{ scheme: 'learnerNumber', claim: LEARNER_NUMBER }],
      givenName: 'given_name',
      familyName: 'family_name',
      roles: 'urn:mpass.id:role',
    },
    contact,
  },
  {
    id: 'family',
    name: { fi: 'Perheen tunnus', sv: 'Familjens konto' },
    issuer: `${origin}/family`,
    clientId: 'digione',
    clientSecret: SECRET,
    opens: ['guardian'],
    claims: { subject: 'sub', personKeys: [{ scheme: 'hetu', claim: HETU }], givenName: 'urn:oid:2.5.4.42', familyName: 'urn:oid:2.5.4.4' },
    contact,
  },
]

const manifest = Manifest.parse({
  id: 'board',
  version: '1.0.0',
  hostApi: '1.0',
  name: { fi: 'Taulu', sv: 'Tavla' },
  description: { fi: 'Taulu', sv: 'Tavla' },
  icon: 'square',
  vendor: { name: 'Example Oy', contact: 'tuki@example.fi' },
  roles: ['teacher', 'guardian', 'learner'],
  isolation: 'page',
  paths: {
    '/': { title: { fi: 'Taulu', sv: 'Tavla' } },
    '/pupils/:topic': {
      title: { fi: 'Oppilas', sv: 'Elev' },
      first: [
        { ask: 'api:/pupils/{context.learner.id}/{params.topic}?day={query.day}', roles: ['guardian'] },
        { ask: 'api:/pupils', roles: ['teacher'] },
      ],
    },
  },
  apis: { api: { purpose: { fi: 'x', sv: 'x' } }, loose: { purpose: { fi: 'x', sv: 'x' } }, platform: { purpose: { fi: 'x', sv: 'x' }, platform: true } },
  scopes: [{ id: 'roster.groups', purpose: { fi: 'x', sv: 'x' }, legalBasis: 'public-task' }],
})
export const RELEASE = 'board@0123456789ab'
export const API_ORIGIN = 'https://board.example'

async function publishBoard(db: Kysely<Schema>): Promise<void> {
  await asPlatform(db, async (trx) => {
    await trx
      .insertInto('releases')
      .values({
        id: RELEASE,
        module: 'board',
        version: '1.0.0',
        channel: 'stable',
        manifest: JSON.stringify(manifest),
        files: '[]',
        entry: JSON.stringify({ container: 'remoteEntry.js', exposed: './app', scripts: [], styles: [] }),
        published_at: new Date(),
        published_by: 'board-backend',
        sequence: 1,
        statement: 'unsigned',
        seal: JSON.stringify({ sequence: 1, vendorKey: 'none', others: 'none', signature: 'none' }),
      })
      .execute()
    await trx.insertInto('channel_heads').values({ module: 'board', channel: 'stable', release: RELEASE }).execute()
  })
}

/** A server whose port is known before what it serves is made. */
async function listen(): Promise<{ server: Server; port: number; serve(listener: RequestListener): void }> {
  let serving: RequestListener = (_request, response) => response.end()
  const server = createServer((request, response) => serving(request, response))
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return { server, port: (server.address() as AddressInfo).port, serve: (listener) => (serving = listener) }
}

/** The log-in over real HTTP on this machine, with real identity providers upstream. */
export async function openLoginBench({ sessions }: Pick<ConfigInput, 'sessions'> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'digione-login-'))
  const [platform, upstream] = [await listen(), await listen()]
  const shell = `http://127.0.0.1:${platform.port}`
  const session = `http://localhost:${platform.port}`
  const identityOrigin = `http://127.0.0.1:${upstream.port}`
  const lines: Record<string, unknown>[] = []

  const client = (id: string) => ({
    id: 'digione',
    secret: SECRET,
    redirectUris: [`${session}/oidc/upstream/${id}/callback`],
    postLogoutRedirectUris: [`${session}/oidc/upstream/${id}/signed-out`],
  })
  const title = { fi: 'Tunnistus', sv: 'Identifiering', en: 'Identification' }
  const identity = createIdentity({
    origin: identityOrigin,
    providers: [
      { path: 'school', title, about: title, shape: { refreshTokens: true, dpop: true }, clients: [client('school')], people: SCHOOL_PEOPLE },
      { path: 'family', title, about: title, shape: { refreshTokens: false, dpop: false }, clients: [client('family')], people: FAMILY_PEOPLE },
    ],
  })
  let isIdentityDown = false
  upstream.serve((request, response) => (isIdentityDown ? void request.socket.destroy() : identity.handle(request, response)))

  const config = parseConfig({
    origins: { shell, session, modules: 'http://digione-modules.localhost' },
    database: { folder: join(folder, 'db') },
    upstreams: upstreamsAt(identityOrigin),
    webDist: '/nowhere/dist',
    logLevel: 'silent',
    sessions,
  })
  const log = createLog('debug', { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) })
  const database = await openDatabase(config.database, log)
  const { db, notifications } = database
  const secrets = await keptSecrets(db)
  const deps: Deps = { config, home: config.origins, secrets, db, log, live: createLive(db), metrics: createMetrics(), now: Date.now }
  const pairwise = createPairwise(secrets.pairwise)
  const login = await createLogin(deps)
  const hub = createHub(deps, notifications, pairwise)
  const app = createApp(deps, { authenticate: login.authenticate, hub, operations: operationRoutes(deps, notifications, hub), login: login.api, pages: null })
  const api = getRequestListener(app.fetch)
  platform.serve((request, response) => {
    if (request.url?.startsWith('/api/') || request.url?.startsWith('/ims/')) void api(request, response)
    else login.session(request, response)
  })

  await importRoster(db, secrets.keyHash, roster)
  await publishBoard(db)
  await addVendor(db, secrets.keyHash, {
    id: 'example',
    name: 'Example Oy',
    modules: ['board'],
    clients: [{ clientId: 'board-backend', secret: SECRET, module: 'board', scopes: ['roster.readonly', 'events.publish'] }],
  })
  await bindApi(db, { module: 'board', api: 'api', municipality: null, origin: API_ORIGIN })
  await switchOn(db, { module: 'board', municipality: 'north' })

  return {
    ...deps,
    shell,
    session,
    pairwise,
    /** Every line of the log. */
    lines,
    clientSecret: SECRET,
    openBrowser: () => openBrowser(session),
    /** Has both providers hang up on whoever asks, or answer again. */
    setIdentityDown(isDown: boolean) {
      isIdentityDown = isDown
    },
    async close() {
      hub.close()
      await login.close()
      await database.close()
      identity.close()
      for (const { server } of [platform, upstream]) {
        server.closeAllConnections()
        server.close()
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type LoginBench = Awaited<ReturnType<typeof openLoginBench>>
