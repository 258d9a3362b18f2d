import { useRecorder } from './recorder.ts'
import { Code, Table } from './Table.tsx'
import { useMessages } from './use-messages.ts'

/** Since the document began. */
const seconds = (at: number, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(at / 1000)

/** The modules' requests, the newest first. */
export function Requests() {
  const { say, locale } = useMessages()
  const requests = useRecorder((state) => state.requests)
  const rows = requests.toReversed().map(({ id, module, api, method, path, at, tookMs, outcome }) => ({
    key: id,
    cells: [
      <Code key="request">{`${method} ${api}:${path}`}</Code>,
      <Code key="module">{module}</Code>,
      tookMs === null ? say('underway') : outcome,
      tookMs === null ? '' : `${Math.round(tookMs)} ms`,
      seconds(at, locale),
    ],
  }))
  const heads = [
    { head: say('request') },
    { head: say('module') },
    { head: say('status'), isNumber: true },
    { head: say('took'), isNumber: true },
    { head: say('time'), isNumber: true },
  ]
  return <Table caption={say('tab.requests')} columns={heads} rows={rows} none={say('requests.none')} />
}

/** What backends told and modules meant, the newest first. */
export function Events() {
  const { say, locale } = useMessages()
  const events = useRecorder((state) => state.events)
  const rows = events.toReversed().map(({ id, name, module, fields, at }) => ({
    key: id,
    cells: [
      <Code key="name">{name}</Code>,
      module === null ? say('intent') : <Code key="module">{module}</Code>,
      <Code key="fields">{fields.join(', ')}</Code>,
      seconds(at, locale),
    ],
  }))
  const heads = [{ head: say('event') }, { head: say('for') }, { head: say('fields') }, { head: say('time'), isNumber: true }]
  return <Table caption={say('tab.events')} columns={heads} rows={rows} none={say('events.none')} />
}
