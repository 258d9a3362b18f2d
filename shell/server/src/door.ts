import type { IncomingMessage, ServerResponse } from 'node:http'
import { DigiOneError } from '@digione/contracts'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.ts'
import type { Deps } from './deps.ts'
import { createFrames } from './frames/index.ts'
import { originalAddress } from './limits.ts'
import type { Hub } from './live/hub.ts'
import { createLogin } from './login/index.ts'
import type { Metrics } from './metrics.ts'
import type { Operations } from './operations.ts'
import { createPages } from './page/index.ts'
import { newReference, problemResponse } from './problems.ts'

/** What all doors of a platform have in common. */
export interface Inside {
  readonly hub: Hub
  readonly operations: Operations
  /** @throws {DigiOneError} TOO_MANY_REQUESTS */
  limitLogIns(address: string): void
}

/** One set of hosts that a platform answers at: its own, or those of a developer's machine. */
export interface Door {
  serves(host: string): boolean
  /** Takes a request for the shell's host, the session's or a module's. */
  handle(req: IncomingMessage, res: ServerResponse): void
  close(): Promise<void>
}

export async function openDoor(deps: Deps, { hub, operations, limitLogIns }: Inside): Promise<Door> {
  const { config, log } = deps
  const login = await createLogin(deps)
  const pages = await createPages(deps)
  const frames = createFrames(deps)
  const app = createApp(deps, { authenticate: login.authenticate, hub, operations, login: login.api, pages })

  const hosts = { shell: new URL(config.origins.shell), session: new URL(config.origins.session), modules: new URL(config.origins.modules) }
  const listenerOf = (to: Pick<typeof app, 'fetch'> | typeof frames) =>
    getRequestListener((request, env) => to.fetch(outward(request, hosts), env), {
      overrideGlobalObjects: false,
      errorHandler: (error) => {
        log.error({ err: error }, 'failed outside of the application')
        return problemResponse(new DigiOneError('INTERNAL', newReference()), newReference())
      },
    })
  const [listener, frameListener] = [listenerOf(app), listenerOf(frames)]
  const isModules = (host: string) => host.endsWith(`.${hosts.modules.host}`)
  return {
    serves: (host) => host === hosts.shell.host || host === hosts.session.host || isModules(host),
    handle(req, res) {
      const host = req.headers.host?.toLowerCase()
      const path = req.url ?? '/'
      // Probes come by whatever name the instance has on its network.
      if (host === hosts.shell.host || path === '/healthz' || path === '/readyz' || path === '/metrics') return void listener(req, res)
      if (host !== undefined && isModules(host)) return void frameListener(req, res)
      if (host !== hosts.session.host) return refuse(res, new DigiOneError('NOT_FOUND', 'such host here'), deps.metrics)
      if (path.startsWith('/api/')) return void listener(req, res)
      const address = originalAddress(req.socket.remoteAddress ?? 'unknown', req.headers['x-forwarded-for']?.toString(), config.trustedProxies)
      try {
        limitLogIns(address)
      } catch (error) {
        return refuse(res, error instanceof DigiOneError ? error : new DigiOneError('INTERNAL', newReference(), { cause: error }), deps.metrics)
      }
      login.session(req, res)
    },
    close: () => login.close(),
  }
}

/** The request as the outside sees it: behind a proxy that ends TLS the scheme is the configured one. */
function outward(request: Request, hosts: { shell: URL; session: URL; modules: URL }): Request {
  const url = new URL(request.url)
  const known = url.host.endsWith(`.${hosts.modules.host}`) ? hosts.modules : [hosts.shell, hosts.session].find(({ host }) => host === url.host)
  if (!known || known.protocol === url.protocol) return request
  url.protocol = known.protocol
  return new Request(url, request)
}

function refuse(res: ServerResponse, error: DigiOneError, { refusals }: Metrics): void {
  refusals.inc({ code: error.code })
  res.writeHead(error.status, { 'content-type': 'application/problem+json', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" })
  res.end(JSON.stringify(error.toProblem(newReference())))
}
