import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfig, readConfig, readListener } from './config.ts'

const OPERATORS = readFileSync(join(import.meta.dirname, '../../../docs/operators.md'), 'utf8')

/** Every name that reading the configuration looks up in the environment. */
function namesRead(): string[] {
  const names = new Set<string>()
  const env = new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get(_target, name) {
        names.add(String(name))
        return undefined
      },
    },
  )
  readListener(env)
  readConfig(env)
  return [...names].toSorted()
}

/** Names in the first column of the table of settings. */
const namesIn = (text: string) =>
  [...text.matchAll(/^\|((?: `[A-Z_]+`)+) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name)).toSorted()

describe('docs/operators.md', () => {
  test('lists every setting, and none that there is not', () => {
    expect(namesRead().length).toBeGreaterThan(10)
    expect(namesIn(OPERATORS)).toEqual(namesRead())
  })

  test('a setting that is missing there, or too many, would be found', () => {
    expect(namesIn(OPERATORS.replace('| `LOG_LEVEL` |', '| `LOG_LEVELS` |'))).not.toEqual(namesRead())
    expect(namesIn('| `DIGIONE_A` `B` | words `C` |\n| words | `D` |')).toEqual(['B', 'DIGIONE_A'])
  })
})

describe('a setting that cannot be used stops the start, and is named', () => {
  const origins = {
    DIGIONE_ORIGIN: 'https://digione.example.fi',
    DIGIONE_SESSION_ORIGIN: 'https://session.digione.example.fi',
    DIGIONE_MODULES_ORIGIN: 'https://digione-modules.fi',
  }
  test.each<[string, NodeJS.ProcessEnv]>([
    ['PORT', { PORT: 'http' }],
    ['DIGIONE_UPSTREAMS', { DIGIONE_UPSTREAMS: '[' }],
    ['DIGIONE_UPSTREAMS', { DIGIONE_UPSTREAMS: '[{"id":"x"}]' }],
    ['DIGIONE_ORIGIN', { DIGIONE_ORIGIN: 'http://x/path' }],
    ['DIGIONE_ORIGIN', { ...origins, DIGIONE_ORIGIN: 'http://digione.example.fi' }],
    ['DIGIONE_SESSION_ORIGIN', { ...origins, DIGIONE_SESSION_ORIGIN: 'http://session.digione.example.fi' }],
    ['DIGIONE_SESSION_ORIGIN', { ...origins, DIGIONE_SESSION_ORIGIN: 'https://session.example.fi' }],
    ['DIGIONE_SESSION_ORIGIN', { ...origins, DIGIONE_SESSION_ORIGIN: 'https://notdigione.example.fi' }],
    ['DIGIONE_MODULES_ORIGIN', { ...origins, DIGIONE_MODULES_ORIGIN: undefined }],
    ['DIGIONE_MODULES_ORIGIN', { ...origins, DIGIONE_MODULES_ORIGIN: 'http://digione-modules.fi' }],
    ['DIGIONE_MODULES_ORIGIN', { ...origins, DIGIONE_MODULES_ORIGIN: 'https://modules.digione.example.fi' }],
    ['DIGIONE_MODULES_ORIGIN', { ...origins, DIGIONE_MODULES_ORIGIN: 'https://digione-modules.example.fi' }],
    ['DIGIONE_SECRETS', { DIGIONE_SECRETS: '{"cookieKeys":["short"]}' }],
    ['DIGIONE_SESSIONS', { DIGIONE_SESSIONS: '{"idleS":-1,"absoluteS":1}' }],
    ['DIGIONE_TRUSTED_PROXIES', { DIGIONE_TRUSTED_PROXIES: '["proxy.example"]' }],
    ['DIGIONE_LIMITS', { DIGIONE_LIMITS: '{"windowS":10}' }],
    ['DIGIONE_DRAIN_S', { DIGIONE_DRAIN_S: '"5"' }],
    ['DIGIONE_METRICS_TOKEN', { DIGIONE_METRICS_TOKEN: 'short' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['DIGIONE_DEVELOPERS', { DIGIONE_DEVELOPERS: '"http://digione.localhost:5100"' }],
    ['DIGIONE_DEVELOPERS', { DIGIONE_DEVELOPERS: '["https://developers.example.fi"]' }],
    ['DIGIONE_DEVELOPERS', { DIGIONE_DEVELOPERS: '["http://digione.localhost"]' }],
    ['DIGIONE_DEVELOPERS', { PORT: '5100', DIGIONE_DEVELOPERS: '["http://digione.localhost:5100"]' }],
    ['DIGIONE_SECRET', { DIGIONE_SECRET: '{}' }],
  ])('%s: %o', (name, env) => {
    expect(() => readConfig(env)).toThrow(new RegExp(`^The setting ${name}\\b`))
  })

  test('what a city sets is taken', () => {
    const config = readConfig({ ...origins, DATABASE_URL: 'postgres://x/y', DIGIONE_TRUSTED_PROXIES: '["10.0.0.1","::1"]', PATH: '/bin' })
    expect(config).toMatchObject({ origins: { shell: origins.DIGIONE_ORIGIN }, database: { url: 'postgres://x/y' }, trustedProxies: ['10.0.0.1', '::1'] })
    expect(readListener({ PORT: '8080', HOST: '::' })).toEqual({ port: 8080, host: '::' })
  })

  test('without a DATABASE_URL the data live in a folder, and the rest has its defaults', () => {
    const config = readConfig({ DIGIONE_DATA: '/tmp/x' })
    expect(config.database).toEqual({ folder: '/tmp/x' })
    expect(readConfig({}).origins).toEqual({
      shell: 'http://digione.localhost:4400',
      session: 'http://session.digione.localhost:4400',
      modules: 'http://digione-modules.localhost:4400',
    })
    expect(parseConfig(config).sessions).toEqual({ idleS: 900, absoluteS: 36_000 })
  })
})
