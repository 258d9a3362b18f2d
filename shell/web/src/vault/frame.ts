// The session vault: the one place in a browser that holds tokens. The shell embeds it and speaks to it over one port.
import type { CarriedRequest, Me, VaultEvent, VaultMe, VaultRequest } from '@digione/contracts'
import { dropAhead, noteStream, sendAhead, sendIdle } from './ahead.ts'
import { answerOn } from './answering.ts'
import type { Given } from './answering.ts'
import { registerWorker } from '../kept/worker-registration.ts'
import { openChannel, sender } from './channel.ts'
import { firstRequests } from './first-requests.ts'
import { createIdle } from './idle.ts'
import { createLive } from './live.ts'
import { dropModuleTokens, expectModules, expectPage, prepareTokens, tokenFacts } from './module-tokens.ts'
import { overrides } from './overrides.ts'
import { problemOf, refused, Refused } from './problem.ts'
import { askPlatform, carriedHeaders, carry } from './request.ts'
import { isMe, snapshot } from './snapshot.ts'
import type { Renewed } from './renewal.ts'
import { currentUser, forget, provideRenewal, remember, rememberedPerson } from './session.ts'
import { hearTabs, tellTabs } from './tabs.ts'

/** What the shell may ask of the platform, and whether it may without a log-in. */
const PLATFORM: Readonly<Record<string, { readonly anonymous: boolean }>> = {
  'GET /api/me': { anonymous: false },
  'GET /api/tenants': { anonymous: true },
  'GET /api/developer/releases': { anonymous: false },
  'POST /api/reports': { anonymous: true },
  'POST /api/feedback': { anonymous: true },
}

/** An answer that the shell takes up later than this is asked for anew: what is on may have changed. */
const EARLY_MS = 5000
/** The failure worker is seen to this long after the start, when the page stands. */
const WORKER_AFTER_MS = 4000

/** What the server wrote into the page: the shell's origin, and where the script is that renews a log-in. */
const { shell = '', renewal = '' } = document.documentElement.dataset

function run(): void {
  let failedLoads = 0
  provideRenewal(async () => {
    // Not every browser fetches a script again that failed in this document, but each one that is named otherwise.
    const script = failedLoads > 0 ? `${renewal}#${failedLoads}` : renewal
    try {
      return ((await import(/* @vite-ignore */ script)) as { renew(silent: boolean): Promise<Renewed> }).renew
    } catch (error) {
      failedLoads++
      throw error
    }
  })
  const { port1: port, port2 } = new MessageChannel()
  const tell = (event: VaultEvent) => port.postMessage(event)
  let early: Promise<VaultMe> | null = null
  /** Which log-in this tab was last told that it has. */
  let session: string | null = null
  /** Whether a log-in ended here: what is kept of this host goes with it. */
  let isOver = false

  /** Another tab may hear late that a log-in ended, and somebody have logged in again since. */
  const isThis = (name: string | null) => name === null || session === null || name === session

  async function end(why: 'logged-out' | 'expired', isTold: boolean): Promise<void> {
    early = null
    isOver = true
    live.stop()
    idle.off()
    dropAhead()
    dropModuleTokens()
    const person = rememberedPerson()
    // Whatever the browser does with its storage meanwhile, the person is told.
    await forget(why === 'expired').catch(() => {})
    if (!isTold) tellTabs({ kind: 'ended', why, person, session })
    session = null
    tell({ event: 'ended', why })
  }

  const live = createLive((event) => {
    // What happened since it was asked is not in it.
    if (event.event === 'live') dropAhead({ onlyIdle: event.message.type !== 'event' })
    if (event.event === 'stream') noteStream(event.state === 'open')
    if (event.event !== 'live' || event.message.type !== 'ended') tell(event)
    else if (isThis(event.message.session)) void end('logged-out', false)
  })
  const idle = createIdle(tell, () => void end('expired', true), snapshot.extend)

  async function noticeSignIn(person: string): Promise<void> {
    const samePerson = rememberedPerson() === null || rememberedPerson() === person
    early = null
    session = null
    if (!samePerson) {
      live.stop()
      dropAhead()
      dropModuleTokens()
      await forget(false).catch(() => {})
    }
    tell({ event: 'signed-in', samePerson })
  }
  hearTabs((message) => {
    if (message.kind === 'ended') {
      const mine = rememberedPerson()
      if ((message.person === null || mine === null || message.person === mine) && isThis(message.session)) void end(message.why, true)
    } else if (message.kind === 'signed-in') void noticeSignIn(message.person)
    else if (message.kind === 'changed') dropAhead()
  })

  async function me(silent: boolean): Promise<Me | null> {
    const user = await currentUser(silent)
    if (!user) return null
    remember(user.profile.sub)
    const response = await askPlatform(`/api/me${overrides.asked()}`).catch((error: unknown) => {
      if (error instanceof Refused && error.problem.code === 'SESSION_EXPIRED') return null
      throw error
    })
    if (!response || response.status === 401) {
      await forget(true)
      return null
    }
    if (!response.ok) throw await problemOf(response)
    const mine: unknown = await response.json().catch(() => null)
    if (!isMe(mine)) throw refused('PLATFORM_UNREACHABLE')
    session = mine.session.id
    snapshot.keep(mine, Date.now())
    idle.endsIn(mine.session.idleS)
    return mine
  }

  /** As `me`, or what was last said where the platform does not answer or talks rubbish. */
  async function meOrSnapshot(silent: boolean): Promise<VaultMe> {
    try {
      return await me(silent)
    } catch (error) {
      const isTheirs = error instanceof Refused && error.problem.status >= 500
      const kept = isTheirs ? snapshot.get(Date.now()) : null
      if (!kept) throw error
      idle.endsIn((kept.endsAt - Date.now()) / 1000)
      return { ...kept.me, asOf: kept.at }
    }
  }

  // The shell is going to ask who is logged in, once its own script has come: asked now, the answer is there by then.
  const askedAt = performance.now()
  // Whoever is not known to this tab is left to the shell: asking the authorization server is a page of its own, and once is enough.
  if (rememberedPerson() !== null) early = meOrSnapshot(true)
  early?.catch(() => {})
  const takeEarly = () => {
    const first = performance.now() - askedAt < EARLY_MS ? early : null
    early = null
    return first
  }
  // Of which page, and which context the person works in, the shell's boot script wrote into the frame's name.
  const [, municipality, module, rest = '', query = '', worksIn = ''] = /^\/([a-z0-9-]+)\/([a-z][a-z0-9.-]*)(\/[^? ]*)?(\?[^ ]*)? (.*)$/s.exec(self.name) ?? []
  /** Whether a page was prepared by the shell, which knows its context: from then on nothing is guessed. */
  let isPrepared = false
  if (early && municipality && module) {
    const address = (rest || '/') + query
    expectPage(municipality, module, address, (contexts, first) => {
      if (isPrepared) return
      const guess = firstRequests.lastContext(module, address, contexts) ?? (worksIn === '' ? contexts[0] : undefined)
      const context = contexts.find((one) => one === worksIn) ?? guess
      const named = first.filter((one) => one.context === context)
      if (context !== undefined) sendAhead({ module, context, address }, named, sender(module, context))
    })
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
            return { value: await (takeEarly() ?? meOrSnapshot(request.silent)) }
          case 'platform':
            return carry(await platform(request.request, signal))
          case 'channel': {
            if (!(request.port instanceof MessagePort)) throw refused('NOT_ALLOWED')
            openChannel(request.port, request.module, request.context, request.address)
            return { value: null }
          }
          case 'prepare': {
            const { module: prepared, apis, context, address, first } = request
            isPrepared = true
            prepareTokens(prepared, apis, context)
            sendAhead({ module: prepared, context, address }, first, sender(prepared, context))
            return { value: null }
          }
          case 'expect': {
            const { context, first } = request
            expectModules(request.municipality, context, request.modules)
            for (const one of first) sendIdle({ module: one.module, context }, [one], sender(one.module, context))
            return { value: null }
          }
          case 'tokens':
            return { value: await tokenFacts() }
          case 'override':
            early = null
            return { value: overrides.choose(request.module, request.release) }
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
  parent.postMessage('digione:port', shell, [port2])
  // Nobody waits for it, and it takes the processor from what is waited for.
  setTimeout(() => isOver || registerWorker(), WORKER_AFTER_MS)
}

// Only directly in a top-level page; which one, the exact origin of the message and the page's `frame-ancestors` decide.
if (parent !== self && parent === top) run()
