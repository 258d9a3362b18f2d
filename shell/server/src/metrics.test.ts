import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERRORS } from '@digione/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { switchOn } from './entitlements/switches.ts'
import { bindApi } from './registry/vendors.ts'
import { contextsOf } from './roster/store.ts'
import { type Bench, openBench } from './testing/bench.ts'
import { manifestOf } from './testing/builds.ts'
import { WHO } from './testing/sample-roster.ts'
import { TOKEN_EXCHANGE } from './tokens/exchange.ts'

const text = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs/operations', name), 'utf8')

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const metricsText = async () => (await bench.send('nobody', '/metrics')).text()
const json = (method: string, value: unknown): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) })

test('what happens is counted by module and municipality, and what a caller made up is counted as “other”', async () => {
  const release = await bench.publish(manifestOf('tasks', { apis: { api: { purpose: { fi: 'x', sv: 'x' } }, loose: { purpose: { fi: 'x', sv: 'x' } } } }))
  await bindApi(bench.db, { module: 'tasks', api: 'api', municipality: null, origin: 'https://tasks.example' })
  await switchOn(bench.db, { module: 'tasks', municipality: 'north' })
  await bench.sessions.open('session', WHO.teacher, { upstream: 'school', idToken: null })
  bench.callers['teacher'] = { kind: 'person', personId: WHO.teacher, ways: ['school'], sessionUid: 'session', endsInS: 3600 }
  const [teaching] = (await contextsOf(bench.db, WHO.teacher, ['school'], bench.config.upstreams)).contexts
  const [administering] = (await contextsOf(bench.db, WHO.admin, ['office'], bench.config.upstreams)).contexts
  if (!teaching || !administering) throw new Error('the sample has them')
  bench.callers['admin'] = bench.administrator(administering, WHO.admin)
  const { version } = (await (await bench.send('admin', '/api/municipalities/north/modules')).json()) as { version: number }

  for (const [audience, context] of [
    ['tasks:api', teaching.id],
    ['tasks:api', teaching.id],
    ['tasks:loose', teaching.id],
    ['made-up:api', teaching.id],
    ['tasks:api', 'made-up'],
  ] as const)
    await bench.send('teacher', '/api/tokens', { method: 'POST', body: new URLSearchParams({ grant_type: TOKEN_EXCHANGE, audience, context }) })
  for (const report of [
    { kind: 'error', module: 'tasks', municipality: 'north', code: 'MODULE_FAILED' },
    { kind: 'error', module: 'made-up', municipality: 'constructor', code: 'made-up' },
    { kind: 'vital', module: 'tasks', vital: 'LCP', value: 1200 },
    { kind: 'vital', module: 'tasks', vital: 'made-up', value: 12 },
  ])
    expect((await bench.send('teacher', '/api/reports', json('POST', report))).status).toBe(204)
  expect((await bench.send('nobody', `/releases/${release.replace('@', '/')}/remoteEntry-1.js`)).status).toBe(200)
  await bench.send('nobody', '/releases/made-up/000000000000/remoteEntry-1.js')
  const stream = await bench.send('teacher', '/api/live')
  expect(
    (await bench.send('admin', '/api/municipalities/north/switches', json('PUT', { module: 'tasks', school: null, role: null, on: false, version }))).status,
  ).toBe(200)

  const lines = (await metricsText()).split('\n')
  await stream.body?.cancel()
  expect(lines).toEqual(
    expect.arrayContaining([
      'digione_token_exchanges_total{module="tasks",municipality="north",outcome="issued"} 2',
      'digione_token_exchanges_total{module="tasks",municipality="north",outcome="API_NOT_BOUND"} 1',
      'digione_token_exchanges_total{module="other",municipality="other",outcome="MODULE_NOT_ON"} 1',
      'digione_token_exchanges_total{module="other",municipality="other",outcome="CONTEXT_NOT_YOURS"} 1',
      'digione_module_errors_total{module="tasks",municipality="north",code="MODULE_FAILED"} 1',
      'digione_module_errors_total{module="other",municipality="other",code="other"} 1',
      'digione_module_vital_sum{module="tasks",vital="LCP"} 1200',
      'digione_module_vital_sum{module="tasks",vital="other"} 12',
      'digione_release_files_total{module="tasks"} 1',
      'digione_entitlement_switches_total{module="tasks",municipality="north",state="off"} 1',
      'digione_refusals_total{code="NOT_FOUND"} 1',
      'digione_refusals_total{code="API_NOT_BOUND"} 1',
      'digione_live_streams 1',
      'digione_database_listening 1',
      'digione_database_waiting 0',
    ]),
  )
  expect(lines.filter((line) => line.includes('made-up'))).toEqual([])
})

/** Metrics of Prometheus itself, and labels that it adds. */
const FROM_PROMETHEUS = { metrics: ['up'], labels: ['instance', 'job', 'le'] }
const KEYWORDS = new Set(['by', 'without', 'on', 'ignoring', 'and', 'or', 'unless', 'bool', 'offset'])

/** The metrics, labels and label values that an expression names. */
function namedIn(expression: string) {
  const labels = [...expression.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, label = '', value = '']) => ({ label, value }))
  const grouped = [...expression.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.trim()),
  )
  const bare = expression
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, ' ')
  const metrics = [...bare.matchAll(/(?<![\w.])[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()/g)].map(([name]) => name).filter((name) => !KEYWORDS.has(name))
  return {
    metrics,
    labels: [...labels.map(({ label }) => label), ...grouped],
    codes: labels.filter(({ label }) => label === 'code').flatMap(({ value }) => value.split('|')),
  }
}

/** What an expression names that the platform does not have. */
async function missingIn(expression: string): Promise<string[]> {
  const metrics = new Map<string, readonly string[]>(FROM_PROMETHEUS.metrics.map((name) => [name, []]))
  const published = [...(await metricsText()).matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  const labelsOf = new Map(
    bench.metrics.registry.getMetricsAsArray().map((metric) => [metric.name, (metric as unknown as { labelNames: string[] }).labelNames ?? []]),
  )
  for (const [, name = '', type] of published)
    for (const suffix of type === 'histogram' ? ['_bucket', '_sum', '_count'] : type === 'summary' ? ['', '_sum', '_count'] : [''])
      metrics.set(name + suffix, labelsOf.get(name) ?? [])
  const named = namedIn(expression)
  const labels = new Set([...FROM_PROMETHEUS.labels, ...named.metrics.flatMap((name) => metrics.get(name) ?? [])])
  return [
    ...named.metrics.filter((name) => !metrics.has(name)),
    ...named.labels.filter((label) => !labels.has(label)).map((label) => `label ${label}`),
    ...named.codes.filter((code) => !Object.hasOwn(ERRORS, code)).map((code) => `code ${code}`),
    ...(named.metrics.length === 0 ? [`no metric in ${expression}`] : []),
  ]
}

/** The rules of alerts.yml, which has one line per field. */
const alerts = () =>
  text('alerts.yml')
    .split(/^ {6}- alert: /m)
    .slice(1)
    .map((rule) => {
      const field = (name: string) => new RegExp(`^ {8}${name}: (.+)$`, 'm').exec(rule)?.[1] ?? ''
      return { name: rule.split('\n')[0] ?? '', expr: field('expr'), labels: field('labels'), annotations: field('annotations') }
    })

describe('docs/operations', () => {
  test('an expression that names what is not there would be found', async () => {
    expect(await missingIn('sum by (module) (rate(digione_module_errors_total{code="MODULE_FAILED"}[5m])) / 2 > 1.5e9')).toEqual([])
    expect(await missingIn('sum by (person) (rate(digione_gone_total{code="GONE"}[5m]))')).toEqual([
      'digione_gone_total',
      'label code',
      'label person',
      'code GONE',
    ])
    expect(await missingIn('digione_http_request_seconds > 1')).toEqual(['digione_http_request_seconds'])
  })

  test('every panel of the dashboard shows metrics that there are', async () => {
    const Dashboard = z.object({
      title: z.string(),
      panels: z
        .array(z.object({ id: z.number(), title: z.string(), targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).min(1) }))
        .min(10),
    })
    const { panels } = Dashboard.parse(JSON.parse(text('dashboard.json')))
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    for (const { title, targets } of panels) for (const { expr } of targets) expect(await missingIn(expr), `${title}: ${expr}`).toEqual([])
    // And the other way round: nothing is counted that nobody looks at.
    const shown = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namedIn(expr).metrics)).join(' ')
    const own = [...(await metricsText()).matchAll(/^# TYPE (digione_\S+) /gm)].map(([, name = '']) => name)
    expect(own.filter((name) => !shown.includes(name))).toEqual([])
  })

  test('every alert asks for metrics that there are, and has a severity and its section in the runbook', async () => {
    const rules = alerts()
    expect(rules.length).toBe((text('alerts.yml').match(/alert:/g) ?? []).length)
    for (const { name, expr, labels, annotations } of rules) {
      expect(await missingIn(expr), `${name}: ${expr}`).toEqual([])
      expect(labels, name).toMatch(/^\{ severity: (page|ticket) \}$/)
      expect(annotations, name).toContain(`runbook_url: "runbook.md#${name.toLowerCase()}"`)
    }
    const sections = [...text('runbook.md').matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading)
    expect(sections.toSorted()).toEqual(rules.map(({ name }) => name).toSorted())
  })
})
