import { resolve } from 'node:path'
import { DigiOneError, Role, Text } from '@digione/contracts'
import { z } from 'zod'

const ClaimName = z.string().min(1)

/** An identity provider that people may log in with. Everything that discovery tells is read from there, not from here. */
export const Upstream = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: Text,
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scope: z.string().default('openid'),
  /** Roles whose contexts a log-in through this provider opens. */
  opens: z.array(Role).min(1),
  claims: z.strictObject({
    subject: ClaimName,
    /** Claims by which the roster knows the person. All of them must be there for a log-in. */
    personKeys: z.array(z.strictObject({ scheme: z.string().min(1), claim: ClaimName })).min(1),
    givenName: ClaimName,
    familyName: ClaimName,
    roles: ClaimName.optional(),
  }),
  /** Whom to ask when the provider's answer lacks something. */
  contact: z.strictObject({ email: z.email(), text: Text }),
  silentLogoutUrl: z.url().optional(),
})
export type Upstream = z.infer<typeof Upstream>

const Key32 = z.base64().refine((value) => Buffer.from(value, 'base64').length === 32, '32 bytes in base64 are needed')

/** The keys of one platform. Losing `pairwise` or `keyHash` makes everybody a stranger to every module. */
export const Secrets = z.strictObject({
  cookieKeys: z.array(z.string().min(32)).min(1),
  /** Private ES256 keys; the first one signs. */
  jwks: z.strictObject({ keys: z.array(z.looseObject({ kty: z.literal('EC'), kid: z.string(), d: z.string() })).min(1) }),
  pairwise: Key32,
  keyHash: Key32,
})
export type Secrets = z.infer<typeof Secrets>

const Origin = z.url().refine((value) => new URL(value).origin === value, 'an origin without a path is needed')

/** Where `digione dev` stands on a developer's own machine, with the names that browsers find there. */
const DeveloperOrigin = Origin.refine((value) => /^http:\/\/digione\.localhost:\d+$/.test(value), 'http://digione.localhost with a port is needed')

/** Of one vendor's client in a window. */
const PER_CLIENT = 5_000

export const Config = z.strictObject({
  origins: z.strictObject({ shell: Origin, session: Origin, modules: Origin }),
  database: z.union([z.strictObject({ url: z.string().min(1) }), z.strictObject({ folder: z.string().min(1) })]),
  upstreams: z.array(Upstream).default([]),
  /** Absent: made at the first start and kept in the database. */
  secrets: Secrets.optional(),
  /** Shell origins on developers' machines that `digione dev --platform` may show this platform at. None where the data are of real people. */
  developers: z.array(DeveloperOrigin).max(10).default([]),
  /** The built shell, as `shell/web` leaves it. */
  webDist: z.string(),
  logLevel: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).default('info'),
  sessions: z.strictObject({ idleS: z.number().int().positive(), absoluteS: z.number().int().positive() }).default({ idleS: 900, absoluteS: 36_000 }),
  /** Addresses of the proxies in front, whose `X-Forwarded-For` is believed. */
  trustedProxies: z.array(z.union([z.ipv4(), z.ipv6()])).default([]),
  /** How many requests of one log-in, of one vendor's client and of one address are taken in a window before the next are refused. */
  limits: z
    .strictObject({
      windowS: z.number().int().positive(),
      perCredential: z.number().int().positive(),
      /** A client is a backend that serves whole cities: in a morning it reads classes for everybody. */
      perClient: z.number().int().positive().default(PER_CLIENT),
      perAddress: z.number().int().positive(),
    })
    .default({ windowS: 10, perCredential: 300, perClient: PER_CLIENT, perAddress: 5_000 }),
  /** How long a stopping instance still takes requests after `/readyz` says no, in seconds: as long as your balancer takes to notice. */
  drainS: z.number().int().nonnegative().default(5),
  /** Bearer token of whoever reads `/metrics` from another machine. Absent: only this machine may. */
  metricsToken: z.string().min(16).optional(),
})
export type Config = z.infer<typeof Config>
export type ConfigInput = z.input<typeof Config>
/** By which names a browser has the platform's parts. */
export type Origins = Config['origins']

/** The three origins of a platform on one port of this machine. */
export const originsOn = (port: number | string): Origins => ({
  shell: `http://digione.localhost:${port}`,
  session: `http://session.digione.localhost:${port}`,
  modules: `http://digione-modules.localhost:${port}`,
})

function jsonSetting(env: NodeJS.ProcessEnv, name: string): unknown {
  const value = env[name]
  if (!value) return undefined
  try {
    return JSON.parse(value)
  } catch (cause) {
    throw new DigiOneError('CONFIGURATION_INVALID', name, 'it is not JSON', { cause })
  }
}

/** Which environment variable stands behind a part of the configuration, to name it in the refusal. */
const SETTINGS: Readonly<Record<string, string>> = {
  'origins.shell': 'DIGIONE_ORIGIN',
  'origins.session': 'DIGIONE_SESSION_ORIGIN',
  'origins.modules': 'DIGIONE_MODULES_ORIGIN',
  database: 'DATABASE_URL',
  upstreams: 'DIGIONE_UPSTREAMS',
  secrets: 'DIGIONE_SECRETS',
  developers: 'DIGIONE_DEVELOPERS',
  webDist: 'DIGIONE_WEB_DIST',
  logLevel: 'LOG_LEVEL',
  sessions: 'DIGIONE_SESSIONS',
  trustedProxies: 'DIGIONE_TRUSTED_PROXIES',
  limits: 'DIGIONE_LIMITS',
  drainS: 'DIGIONE_DRAIN_S',
  metricsToken: 'DIGIONE_METRICS_TOKEN',
}

/** Checks a configuration. @throws {DigiOneError} CONFIGURATION_INVALID naming the first setting that is not usable. */
export function parseConfig(input: ConfigInput): Config {
  const parsed = Config.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.join('.') ?? ''
  const known = Object.keys(SETTINGS).find((part) => path === part || path.startsWith(`${part}.`))
  throw new DigiOneError('CONFIGURATION_INVALID', known ? `${SETTINGS[known]} (${path})` : path, issue?.message ?? 'it does not have the expected form')
}

/** Where the server listens. @throws {DigiOneError} CONFIGURATION_INVALID */
export function readListener(env: NodeJS.ProcessEnv): { port: number; host: string | undefined } {
  const port = Number(env['PORT'] || 4400)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new DigiOneError('CONFIGURATION_INVALID', 'PORT', 'it has to be a number from 1 to 65535')
  return { port, host: env['HOST'] || undefined }
}

/** The name that one registers, as far as the host itself shows it. */
const registered = (host: string) => host.split('.').slice(-2).join('.')

/** What the origins have to be to each other, and to browsers, which give neither keys nor lasting cookies to a page without TLS. */
function checkOrigins({ shell, session, modules }: Origins): void {
  const [outer, inner, framed] = [new URL(shell), new URL(session), new URL(modules)]
  const wrong = (setting: string, why: string) => new DigiOneError('CONFIGURATION_INVALID', setting, why)
  if (outer.protocol !== 'https:' && !/(^|\.)localhost$|^127\./.test(outer.hostname))
    throw wrong('DIGIONE_ORIGIN', 'it has to begin with https, but on this machine itself')
  if (inner.protocol !== outer.protocol) throw wrong('DIGIONE_SESSION_ORIGIN', `it has to begin with ${outer.protocol}// as DIGIONE_ORIGIN does`)
  if (!inner.hostname.endsWith(`.${outer.hostname}`))
    throw wrong('DIGIONE_SESSION_ORIGIN', `it has to be a host below ${outer.hostname}, such as session.${outer.hostname}`)
  if (framed.protocol !== outer.protocol) throw wrong('DIGIONE_MODULES_ORIGIN', `it has to begin with ${outer.protocol}// as DIGIONE_ORIGIN does`)
  if (registered(framed.hostname) === registered(outer.hostname))
    throw wrong('DIGIONE_MODULES_ORIGIN', `it has to be of another site than ${outer.hostname}: a domain that is registered for it alone`)
}

/**
 * Reads the configuration from the environment.
 *
 * `DATABASE_URL` means PostgreSQL; without it the data live in the folder `DIGIONE_DATA`.
 * @throws {DigiOneError} CONFIGURATION_INVALID, also for a setting that is misspelt: left unread, it would be no setting.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const { port } = readListener(env)
  const known = [...Object.values(SETTINGS), 'DIGIONE_DATA']
  const unknown = Object.keys(env).find((name) => name.startsWith('DIGIONE_') && !known.includes(name))
  if (unknown) throw new DigiOneError('CONFIGURATION_INVALID', unknown, `there is no such setting; there are ${known.join(', ')}`)
  const config = readSettings(env, port)
  checkOrigins(config.origins)
  if (config.developers.includes(config.origins.shell))
    throw new DigiOneError('CONFIGURATION_INVALID', 'DIGIONE_DEVELOPERS', `${config.origins.shell} is the platform itself`)
  return config
}

function readSettings(env: NodeJS.ProcessEnv, port: number): Config {
  const here = originsOn(port)
  return parseConfig({
    origins: {
      shell: env['DIGIONE_ORIGIN'] ?? here.shell,
      session: env['DIGIONE_SESSION_ORIGIN'] ?? here.session,
      modules: env['DIGIONE_MODULES_ORIGIN'] ?? here.modules,
    },
    database: env['DATABASE_URL'] ? { url: env['DATABASE_URL'] } : { folder: resolve(env['DIGIONE_DATA'] ?? '.data') },
    upstreams: (jsonSetting(env, 'DIGIONE_UPSTREAMS') ?? []) as ConfigInput['upstreams'],
    secrets: jsonSetting(env, 'DIGIONE_SECRETS') as ConfigInput['secrets'],
    developers: jsonSetting(env, 'DIGIONE_DEVELOPERS') as ConfigInput['developers'],
    webDist: resolve(env['DIGIONE_WEB_DIST'] ?? 'shell/web/dist'),
    logLevel: env['LOG_LEVEL'] as ConfigInput['logLevel'],
    sessions: jsonSetting(env, 'DIGIONE_SESSIONS') as ConfigInput['sessions'],
    trustedProxies: jsonSetting(env, 'DIGIONE_TRUSTED_PROXIES') as ConfigInput['trustedProxies'],
    limits: jsonSetting(env, 'DIGIONE_LIMITS') as ConfigInput['limits'],
    drainS: jsonSetting(env, 'DIGIONE_DRAIN_S') as ConfigInput['drainS'],
    metricsToken: env['DIGIONE_METRICS_TOKEN'],
  })
}
