import type { Townsperson } from '@digione/shell-demo/townsfolk'
import { openPerson, type Person } from './play/person.ts'
import { Recorder } from './play/record.ts'
import { createSender } from './play/send.ts'
import type { System } from './serve/system.ts'
import { type Streams, streams } from './streams.ts'
import { type Throughput, throughput } from './throughput.ts'

export interface Figures {
  readonly throughputs: readonly Throughput[]
  readonly streams: Streams
}

const LOGGED_IN = 200
const STREAMS = 5000
const MUNICIPALITY = 'espoo'

/** What the server answers in a second, one kind of request at a time. */
export async function figures(system: System, people: readonly Townsperson[], say: (text: string) => void): Promise<Figures> {
  const { addresses } = system
  const recorder = new Recorder()
  const sender = createSender(addresses.ports.platform)
  const hosts = { shell: new URL(addresses.shell).host, session: new URL(addresses.session).host }
  const open = (who: Townsperson) => openPerson(addresses, { ...who, addressOf: who.login }, recorder)

  say(`${LOGGED_IN} people log in`)
  const crowd: { person: Person; context: string; who: Townsperson }[] = []
  for (const who of people.filter(({ role, municipality }) => role !== 'teacher' && municipality === MUNICIPALITY)) {
    if (crowd.length === LOGGED_IN) break
    const person = await open(who)
    await person.logIn()
    const context = (await person.me()).find(({ municipality }) => municipality === MUNICIPALITY)
    if (context) crowd.push({ person, context: context.id, who })
  }
  const at = (worker: number) => crowd[worker % crowd.length] ?? raise()
  const address = (worker: number) => ({ 'x-forwarded-for': `10.200.${Math.floor(worker / 250)}.${worker % 250}` })
  // Each request from an address of its own, so that none is refused as a flood.
  let sent = 0
  const anywhere = () => address((sent += 1) % 60_000)

  const throughputs: Throughput[] = []
  const measure = async (name: string, atOnce: number, run: (worker: number) => Promise<boolean>) => {
    say(name)
    throughputs.push(await throughput(system, name, atOnce, run))
  }
  const html = (headers: Record<string, string>) => async () =>
    (await sender.send('GET', hosts.shell, '/', { accept: 'text/html', 'accept-encoding': 'br', ...anywhere(), ...headers })) === 200
  await measure('HTML, nobody logged in', 16, html({}))
  await measure('HTML, with a hint of the last visit', 16, html({ cookie: `digione_start=${at(0).person.startHint()}` }))

  // A log-in may ask 300 times in ten seconds: who asks next is another one each time.
  let turn = 0
  const next = () => at((turn += 1))
  await measure('/api/me', 16, async () => {
    const { person } = next()
    return (await sender.send('GET', hosts.session, '/api/me', await person.credentials('GET', '/api/me'))) === 200
  })
  await measure('token exchange', 16, async () => {
    const { person, context } = next()
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', audience: 'attendance:api', context }).toString()
    const headers = { ...(await person.credentials('POST', '/api/tokens')), 'content-type': 'application/x-www-form-urlencoded' }
    return (await sender.send('POST', hosts.session, '/api/tokens', headers, body)) === 200
  })
  const arriving = people.filter(({ role }) => role === 'guardian')
  let arrived = 0
  await measure('log-in, from the first redirect to the tokens', 12, async () => {
    const who = arriving[(arrived += 1) % arriving.length] ?? raise()
    await (await open(who)).logIn()
    return true
  })
  sender.close()

  say(`${STREAMS} live streams, and a module that is switched to and fro`)
  const admin = await openPerson(addresses, { login: 'paakayttaja-espoo', provider: 'directory', addressOf: 'admin' }, recorder)
  await admin.logIn()
  const result = await streams(
    system,
    crowd.map(({ person }) => person),
    admin,
    MUNICIPALITY,
    STREAMS,
  )
  return { throughputs, streams: result }
}

function raise(): never {
  throw new Error('Nobody is logged in.')
}
