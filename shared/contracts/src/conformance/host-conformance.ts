import type { HeardEvent } from '../host.ts'
import { Manifest } from '../manifest.ts'
import type { MountedManifest } from '../manifest.ts'
import type { ConformanceBench, ConformanceCase, ConformanceSetup, ConformanceWorld } from './bench.ts'
import { holds, refused, same } from './claims.ts'

const TITLE = { fi: 'Koe', sv: 'Prov' }
const MANIFEST = Manifest.parse({
  id: 'conformance',
  version: '1.2.3',
  hostApi: '1.0',
  isolation: 'page',
  name: TITLE,
  description: TITLE,
  icon: 'calendar',
  vendor: { name: 'Test', contact: 'test@example.org' },
  roles: ['teacher'],
  paths: { '/': { title: TITLE }, '/groups/:group': { title: TITLE }, '/groups/new': { title: TITLE }, '/groups/:group/days/:day': { title: TITLE } },
  apis: { api: { purpose: TITLE } },
  intents: { 'lesson.chosen.v1': { type: 'object' } },
  hears: ['lesson.chosen.v1', 'absence.explained.v1'],
  settings: { type: 'object', properties: { colour: { type: 'string', default: 'blue' }, size: { type: 'number', default: 2 } } },
}) as MountedManifest
const MESSAGES = { fi: { hello: 'Hei {name}', only: 'Vain suomeksi' }, sv: { hello: 'Hej {name}' }, en: { hello: 'Hello {name}' } }

/** A moment, for hosts that do their work in one. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 20))
const event = (name: string): HeardEvent => ({ name, id: 'event-1', time: '2026-11-24T08:00:00Z', data: { learner: 'learner-1' } })

/**
 * What every host does, wherever it stands: one case for each member of `Host`, run by whatever test runner there is.
 *
 * @example
 * for (const { name, run } of hostConformance(makeWorld)) test(name, run)
 */
export function hostConformance(makeWorld: () => ConformanceWorld | Promise<ConformanceWorld>): ConformanceCase[] {
  const setup: ConformanceSetup = {
    manifest: MANIFEST,
    messages: MESSAGES,
    settings: { size: 3 },
    locale: 'fi',
    path: '/',
    userId: 'user-1',
    contextId: 'context-1',
    api: () => Response.json({ ok: true }),
  }
  const one = (name: string, run: (bench: ConformanceBench) => void | Promise<void>, changes: Partial<ConformanceSetup> = {}): ConformanceCase => ({
    name,
    async run() {
      const bench = await (await makeWorld()).mount({ ...setup, ...changes })
      await run(bench)
    },
  })
  const many = (name: string, run: (mount: (changes?: Partial<ConformanceSetup>) => Promise<ConformanceBench>) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const world = await makeWorld()
      await run(async (changes) => world.mount({ ...setup, ...changes }))
    },
  })

  return [
    one('app, user and context say who mounts what, and cannot be changed', ({ host }) => {
      same([host.app.id, host.app.version], ['conformance', '1.2.3'], 'app')
      holds(/^\/[^/]+\/conformance$/.test(host.app.base), 'The base is the municipality and the module')
      same([host.user.id, host.context.id], ['user-1', 'context-1'], 'user and context')
      for (const part of [host, host.app, host.user, host.context]) holds(Object.isFrozen(part), 'The host, app, user and context are frozen')
    }),

    one('every member works when it is taken out of the host', async ({ host }) => {
      const { t, href, fetch, supports } = host
      same([t('hello', { name: 'Aino' }), href('/')], ['Hei Aino', host.app.base], 't and href')
      same((await fetch('api:/x')).status, 200, 'fetch')
      supports('fetch')
    }),

    one('a live value tells its present one at once, every change, and nothing after the end of the subscription', async ({ host, setLocale }) => {
      const told: string[] = []
      const stop = host.locale.subscribe((value) => told.push(value))
      same(told, ['fi'], 'At once')
      await setLocale('sv')
      await settle()
      same([told, host.locale.value], [['fi', 'sv'], 'sv'], 'After a change')
      stop()
      await setLocale('en')
      await settle()
      same([told, host.locale.value], [['fi', 'sv'], 'en'], 'After the end')
    }),

    one('a live value is one and the same object until it changes', async ({ host, navigate }) => {
      for (const live of [host.theme, host.location, host.settings]) holds(live.value === live.value, 'The same object')
      const before = host.location.value
      await navigate('/groups/7b')
      await settle()
      holds(host.location.value !== before, 'Another object after a change')
    }),

    one('theme follows', async ({ host, setTheme }) => {
      await setTheme({ scheme: 'contrast', brand: '#102030' })
      await settle()
      same(host.theme.value, { scheme: 'contrast', brand: '#102030' }, 'theme')
    }),

    one('settings are what is configured, over the defaults of the manifest', async ({ host, setSettings }) => {
      same(host.settings.value, { colour: 'blue', size: 3 }, 'At first')
      await setSettings({ colour: 'red' })
      await settle()
      same(host.settings.value, { colour: 'red', size: 2 }, 'After a change')
    }),

    one(
      'location gives path, pattern, decoded parameters, query and hash',
      ({ host }) =>
        same(
          host.location.value,
          { path: '/groups/7%20b', pattern: '/groups/:group', params: { group: '7 b' }, query: { week: '48' }, hash: '#list' },
          'location',
        ),
      { path: '/groups/7%20b?week=48#list' },
    ),

    one('a path of fixed parts beats one with parameters, and a foreign one has no pattern', async ({ host, navigate }) => {
      await navigate('/groups/new')
      await settle()
      same([host.location.value.pattern, host.location.value.params], ['/groups/new', {}], 'Fixed')
      await navigate('/elsewhere/1')
      await settle()
      same([host.location.value.pattern, host.location.value.path], [null, '/elsewhere/1'], 'Foreign')
    }),

    one('href fills in and encodes parameters, below the base', ({ host }) => {
      same(host.href('/groups/:group/days/:day', { group: '7 b', day: '2026-11-24' }), `${host.app.base}/groups/7%20b/days/2026-11-24`, 'href')
      same(host.href('/'), host.app.base, 'The base itself')
    }),

    one('go takes own paths and what href gave', async ({ host, seen }) => {
      host.go('/groups/7b?week=48')
      await settle()
      same(seen.lastStep(), { address: `${host.app.base}/groups/7b?week=48`, replace: false }, 'An own path')
      same([host.location.value.path, host.location.value.query], ['/groups/7b', { week: '48' }], 'The location follows')
      host.go(host.href('/groups/:group', { group: '8 c' }), { replace: true })
      await settle()
      same(seen.lastStep(), { address: `${host.app.base}/groups/8%20c`, replace: true }, 'What href gave')
      same(host.location.value.params, { group: '8 c' }, 'The location follows')
    }),

    one('go steps back and forth among the module’s own steps, and nowhere beyond', async ({ host }) => {
      const after = async (...steps: number[]) => {
        for (const by of steps) host.go(by)
        await settle()
        return host.location.value.path
      }
      host.go('/groups/7b')
      host.go('/groups/8c')
      await settle()
      same([await after(-1), await after(-1), await after(-1), await after(2)], ['/groups/7b', '/', '/', '/groups/8c'], 'Where it is')
    }),

    one('open shows an own path and gives what it was closed with', async ({ host, seen, closeOpened }) => {
      const result = host.open('/groups/new', { as: 'dialog' })
      await settle()
      same(seen.opened(), [{ path: '/groups/new', as: 'dialog' }], 'What was opened')
      await closeOpened({ made: '7b' })
      same(await result, { made: '7b' }, 'The result')
    }),

    one('close does nothing on a page', ({ host }) => host.close('result')),

    one(
      'fetch carries method, headers and body to a declared API, and brings the answer back',
      async ({ host }) => {
        const answer = await host.fetch('api:/lessons?date=2026-11-24', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-a': '1' },
          body: '{"a":1}',
        })
        same(
          [answer.status, answer.headers.get('x-b'), await answer.json()],
          [201, '2', { method: 'POST', path: '/lessons', query: '?date=2026-11-24', a: '1', body: '{"a":1}' }],
          'The answer',
        )
      },
      {
        async api(request) {
          const url = new URL(request.url)
          const body = {
            method: request.method,
            path: url.pathname.slice(url.pathname.lastIndexOf('/')),
            query: url.search,
            a: request.headers.get('x-a'),
            body: await request.text(),
          }
          return Response.json(body, { status: 201, headers: { 'x-b': '2' } })
        },
      },
    ),

    one('fetch and fileUrl refuse what the manifest does not declare', async ({ host }) => {
      for (const address of ['other:/lessons', 'https://example.org/', '/lessons', 'api:lessons', 'api://example.org/'])
        await refused('API_NOT_DECLARED', () => host.fetch(address))
      await refused('API_NOT_DECLARED', () => host.fileUrl('other:/file.pdf'))
    }),

    one('fileUrl gives an address', async ({ host }) => {
      const address = await host.fileUrl('api:/file.pdf')
      holds(/^(?:blob|https?):/.test(address), `A usable address, not ${address}`)
    }),

    one(
      'fetch ends when the module is unmounted, and so does the signal',
      async ({ host, unmount }) => {
        holds(!host.signal.aborted, 'Not aborted while mounted')
        const answer = host.fetch('api:/slow').then(
          () => 'answered',
          () => 'ended',
        )
        await settle()
        await unmount()
        holds(host.signal.aborted, 'Aborted')
        same(await answer, 'ended', 'The request')
      },
      { api: (request) => new Promise((resolve) => request.signal.addEventListener('abort', () => resolve(Response.error()))) },
    ),

    one('t fills placeholders, falls back to Finnish and then shows the key', async ({ host, setLocale }) => {
      same(host.t('hello', { name: 'Aino' }), 'Hei Aino', 'Filled')
      same(host.t('hello'), 'Hei {name}', 'Not filled')
      await setLocale('sv-FI')
      await settle()
      same([host.t('hello', { name: 'Aino' }), host.t('only'), host.t('nowhere')], ['Hej Aino', 'Vain suomeksi', 'nowhere'], 'Base language, Finnish, key')
    }),

    one('title, notify and report reach the platform', async ({ host, seen }) => {
      host.title('7B')
      host.notify({ text: 'Tallennettu', tone: 'success' })
      host.report({ vital: 'list', value: 12 })
      await settle()
      same(
        [seen.titles().at(-1), seen.notices().map(({ text, tone }) => [text, tone]), seen.reports()],
        ['7B', [['Tallennettu', 'success']], [{ vital: 'list', value: 12 }]],
        'What arrived',
      )
    }),

    one('confirm gives the person’s answer', async ({ host, answer, seen }) => {
      for (const yes of [true, false]) {
        const asked = host.confirm({ title: 'Poistetaanko?', confirm: 'Poista' })
        await settle()
        await answer(yes)
        same(await asked, yes, 'The answer')
      }
      same(
        seen.questions().map(({ title }) => title),
        ['Poistetaanko?', 'Poistetaanko?'],
        'The questions',
      )
    }),

    one('supports says yes or no', ({ host }) => same([host.supports('drafts'), host.supports('time-travel')], [true, false], 'supports')),

    one('a guard is asked before the person leaves, saves, and is free when released', async ({ host, leave }) => {
      let saves = 0
      let dirty = true
      const release = host.guard({ isDirty: () => dirty, save: async () => void saves++ })
      same([await leave('stay'), saves], [false, 0], 'Stay')
      same([await leave('discard'), saves], [true, 0], 'Discard')
      same([await leave('save'), saves], [true, 1], 'Save')
      dirty = false
      same([await leave('stay'), saves], [true, 1], 'Nothing to lose')
      dirty = true
      release()
      same([await leave('stay'), saves], [true, 1], 'Released')
    }),

    many('drafts are kept for this person, context and module alone', async (mount) => {
      const first = await mount()
      await first.host.drafts.set('note', { text: 'kesken' })
      await first.unmount()
      same(await (await mount()).host.drafts.get('note'), { text: 'kesken' }, 'The same person again')
      const others: Partial<ConformanceSetup>[] = [{ userId: 'user-2' }, { contextId: 'context-2' }, { manifest: { ...MANIFEST, id: 'another' } }]
      for (const changes of others) holds((await (await mount(changes)).host.drafts.get('note')) === undefined, `Not for ${Object.keys(changes).join()}`)
      const again = await mount()
      await again.host.drafts.delete('note')
      holds((await again.host.drafts.get('note')) === undefined, 'Gone when deleted')
    }),

    one('on hears what the manifest lists, as a copy, until it is ended or the module unmounted', async ({ host, hear, unmount }) => {
      const heard: unknown[] = []
      const stop = host.on('absence.explained.v1', (told) => heard.push(told))
      await hear(event('absence.explained.v1'))
      await hear(event('lesson.chosen.v1'))
      await settle()
      same(heard, [event('absence.explained.v1')], 'Heard')
      stop()
      await hear(event('absence.explained.v1'))
      host.on('absence.explained.v1', (told) => heard.push(told))
      await unmount()
      await hear(event('absence.explained.v1'))
      await settle()
      same(heard.length, 1, 'Nothing more')
    }),

    one('emit reaches those who hear the intent', async ({ host }) => {
      const heard: unknown[] = []
      host.on('lesson.chosen.v1', ({ name, data }) => heard.push([name, data]))
      host.emit('lesson.chosen.v1', { lesson: '1' })
      await settle()
      same(heard, [['lesson.chosen.v1', { lesson: '1' }]], 'Heard')
    }),

    one('emit and on refuse what the manifest does not declare', async ({ host }) => {
      await refused('INTENT_NOT_DECLARED', () => host.emit('absence.explained.v1', {}))
      await refused('INTENT_NOT_DECLARED', () => host.on('other.thing.v1', () => {}))
    }),

    one('after unmount nothing reaches the platform any more', async ({ host, unmount, seen }) => {
      await unmount()
      host.notify({ text: 'late' })
      host.title('late')
      host.go('/groups/7b')
      same(await host.confirm({ title: 'late', confirm: 'yes' }), false, 'No answer is no')
      await settle()
      same([seen.notices(), seen.titles().includes('late'), seen.lastStep()?.address.endsWith('/groups/7b') ?? false], [[], false, false], 'Nothing')
    }),
  ]
}
