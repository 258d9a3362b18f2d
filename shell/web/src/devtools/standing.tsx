import { textIn } from '@digione/contracts'
import { contextWords } from '../frame/context-words.ts'
import { useWords } from '../language/use-words.ts'
import { isMountedRelease } from '../loader/mounting.ts'
import { standing } from '../loader/mounts.ts'
import type { Placement } from '../loader/placement.ts'
import { OtherRelease } from './OtherRelease.tsx'
import { bytesOf, phasesOf, settingsInForce, sharedVersions } from './facts.ts'
import { Code, Table } from './Table.tsx'
import { useMessages } from './use-messages.ts'

const NOTHING = '–'
const ms = (value: number | null) => (value === null ? NOTHING : `${Math.round(value)} ms`)
const kilobytes = (bytes: number | null, locale: string) =>
  bytes === null ? NOTHING : new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 }).format(bytes / 1000)

/** What stands on the page, each mount by itself. */
export function Modules() {
  const { say, locale } = useMessages()
  const words = useWords()
  const rowOf = (placement: Placement) => {
    const { release, context, area, slot, tier } = placement.target
    const { loadMs, mountMs } = phasesOf(placement.since)
    const { state } = placement.shown()
    const { title, place } = contextWords(context, words)
    return {
      key: `${release.id} ${context.id} ${slot} ${area}`,
      cells: [
        textIn(release.manifest.name, locale),
        // Beside the name: the far end of the row may have to be scrolled to.
        state === 'ready' && (
          <button
            key="crash"
            type="button"
            className="d1-button"
            data-size="small"
            data-crash={release.module}
            aria-label={say('crash.label', { module: textIn(release.manifest.name, locale) })}
            onClick={() => placement.fail(new Error(say('crashed')))}
          >
            {say('crash')}
          </button>
        ),
        <Code key="release">{release.id}</Code>,
        release.version,
        say(`place.${area}`),
        <Code key="tier">{tier}</Code>,
        <Code key="state">{state}</Code>,
        kilobytes(bytesOf(placement), locale),
        ms(loadMs),
        ms(mountMs),
        `${title}, ${place}`,
      ],
    }
  }
  const heads = [
    { head: say('module') },
    { head: say('crash') },
    { head: say('release') },
    { head: say('version') },
    { head: say('place') },
    { head: say('tier') },
    { head: say('state') },
    { head: say('bytes'), isNumber: true },
    { head: say('load'), isNumber: true },
    { head: say('mount'), isNumber: true },
    { head: say('context') },
  ]
  return (
    <>
      <Table caption={say('tab.modules')} columns={heads} rows={standing().map(rowOf)} none={say('modules.none')} />
      <OtherRelease />
    </>
  )
}

/** The settings of what stands, and who each is from. */
export function Settings() {
  const { say, locale } = useMessages()
  const words = useWords()
  const seen = new Map(standing().map((placement) => [`${placement.target.release.id} ${placement.target.context.id}`, placement.target]))
  const rows = [...seen].flatMap(([mount, { release, context }]) =>
    isMountedRelease(release)
      ? settingsInForce(release.manifest, context).map(({ name, value, from }) => ({
          key: `${mount} ${name}`,
          cells: [
            textIn(release.manifest.name, locale),
            <Code key="name">{name}</Code>,
            <Code key="value">{JSON.stringify(value)}</Code>,
            say(`from.${from}`),
            contextWords(context, words).place,
          ],
        }))
      : [],
  )
  const heads = [{ head: say('module') }, { head: say('setting') }, { head: say('value') }, { head: say('from') }, { head: say('context') }]
  return <Table caption={say('tab.settings')} columns={heads} rows={rows} none={say('settings.none')} />
}

const instances = (): unknown => (Reflect.get(globalThis, '__FEDERATION__') as { __INSTANCES__?: unknown } | undefined)?.__INSTANCES__

/** The libraries that are there once for all. */
export function Shared() {
  const { say } = useMessages()
  const rows = sharedVersions(instances()).map(({ name, version, from, takenBy }) => ({
    key: `${name} ${version}`,
    cells: [
      <Code key="name">{name}</Code>,
      version,
      <Code key="from">{from}</Code>,
      <Code key="by">{takenBy.filter((user) => user !== from).join(', ') || NOTHING}</Code>,
    ],
  }))
  const heads = [{ head: say('shared.name') }, { head: say('version') }, { head: say('from') }, { head: say('takenBy') }]
  return <Table caption={say('tab.shared')} columns={heads} rows={rows} none={say('shared.none')} />
}
