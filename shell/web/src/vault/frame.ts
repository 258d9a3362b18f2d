// The session vault: the one place in a browser that holds tokens. The shell embeds it and speaks to it over one port.
import type { CarriedRequest, Me, VaultEvent, VaultRequest } from '@digione/contracts'
import { answerOn } from './answering.ts'
import type { Given } from './answering.ts'
import { openChannel } from './channel.ts'
import { createIdle } from './idle.ts'
import { createLive } from './live.ts'
import { dropModuleTokens } from './module-tokens.ts'
import { problemOf, refused, Refused } from './problem.ts'
import { askPlatform, carriedHeaders, carry } from './request.ts'
import { currentUser, forget, remember, rememberedPerson } from './session.ts'
import { hearTabs, tellTabs } from './tabs.ts'

/** What the shell may ask of the platform, and whether it may without a log-in. */
const PLATFORM: Readonly<Record<string, { readonly anonymous: boolean }>> = {
  'GET /api/me': { anonymous: false },
  'GET /api/tenants': { anonymous: true },
  'POST /api/reports': { anonymous: true },
  'POST /api/feedback': { anonymous: true },
}

function run(): void {
  const { port1: port, port2 } = new MessageChannel()
  const tell = (event: VaultEvent) => port.postMessage(event)

  async function end(why: 'logged-out' | 'expired', isTold: boolean): Promise<void> {
    live.stop()
    idle.off()
    dropModuleTokens()
    await forget(why === 'expired')
    if (!isTold) tellTabs({ kind: 'ended', why })
    tell({ event: 'ended', why })
  }

  const live = createLive((event) => {
    if (event.event === 'live' && event.message.type === 'ended') void end('logged-out', false)
    else tell(event)
  })
  const idle = createIdle(tell, () => void end('expired', true))

  hearTabs(async (message) => {
    if (message.kind === 'ended') return end(message.why, true)
    if (message.kind !== 'signed-in') return
    const samePerson = rememberedPerson() === null || rememberedPerson() === message.person
    if (!samePerson) {
      live.stop()
      dropModuleTokens()
      await forget(false)
    }
    tell({ event: 'signed-in', samePerson })
  })

  async function me(silent: boolean): Promise<Me | null> {
    const user = await currentUser(silent)
    if (!user) return null
    remember(user.profile.sub)
    const response = await askPlatform('/api/me').catch((error: unknown) => {
      if (error instanceof Refused && error.problem.code === 'SESSION_EXPIRED') return null
      throw error
    })
    if (!response || response.status === 401) {
      await forget(true)
      return null
    }
    if (!response.ok) throw await problemOf(response)
    const mine = (await response.json()) as Me
    idle.endsIn(mine.session.idleS)
    return mine
  }

  async function platform(request: CarriedRequest, signal: AbortSignal): Promise<Response> {
    const allowed = PLATFORM[`${request.method} ${request.path.split('?')[0]}`]
    if (!allowed) throw refused('NOT_ALLOWED')
    const init = { method: request.method, headers: carriedHeaders(request), body: request.body, signal }
    if (allowed.anonymous && !(await currentUser(false))) return fetch(new URL(request.path, location.origin), { ...init, credentials: 'omit' })
    return askPlatform(request.path, init)
  }

  /** A request that finds the log-in ended tells the whole tab, once, and then its own asker. */
  async function noticing(given: Promise<Given>): Promise<Given> {
    return given.catch(async (error: unknown) => {
      if (error instanceof Refused && error.problem.code === 'SESSION_EXPIRED' && rememberedPerson() !== null) await end('expired', true)
      throw error
    })
  }

  answerOn<VaultRequest>(port, (request, signal) =>
    noticing(
      (async (): Promise<Given> => {
        switch (request.kind) {
          case 'me':
            return { value: await me(request.silent) }
          case 'platform':
            return carry(await platform(request.request, signal))
          case 'channel': {
            const channel = openChannel(request.module, request.context)
            return { value: channel, transfer: [channel] }
          }
          case 'live':
            return { value: live.start() }
          case 'active':
            return { value: await idle.active() }
          default:
            throw refused('NOT_ALLOWED')
        }
      })(),
    ),
  )
  const shell = document.documentElement.dataset['shell'] ?? ''
  parent.postMessage('digione:port', shell, [port2])
}

// Only directly in a top-level page; which one, the exact origin of the message and the page's `frame-ancestors` decide.
if (parent !== self && parent === top) run()
