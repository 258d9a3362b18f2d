import { useHost, useLive } from '@digione/sdk/react'
import { useEffect } from 'react'
import { ChangeBadge, stateOf, useWords } from './change-words.tsx'
import type { Words } from './change-words.tsx'
import { decideFourEyes } from './changes-api.ts'
import type { Change } from './changes-api.ts'
import { DecisionsAsFile } from './decisions-as-file.tsx'
import { shortTime } from './formats.ts'
import { useChanges, useStep } from './use-changes.ts'
import type { Changes } from './use-changes.ts'
import { useNow } from './use-now.ts'
import { useOverview } from './use-overview.ts'
import { Failed, Loading } from './waiting.tsx'

/** What is planned, what waits for somebody, what is coming into force, and what was made. */
export function ChangesPage() {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview } = useOverview()
  const { changes, load, older } = useChanges()
  const words = useWords(overview.state === 'ready' ? overview.value : null)
  useEffect(() => host.title(host.t('changes')), [host, locale])
  // Without names a list of identifiers would be shown for a moment.
  const isWaiting = changes.state === 'loading' || overview.state === 'loading'
  return (
    <div className="cn-page">
      <header>
        <h1>{host.t('changes')}</h1>
        <p className="cn-muted">{host.t('changesIntro')}</p>
      </header>
      {isWaiting && <Loading />}
      {!isWaiting && changes.state === 'failed' && <Failed text={host.t('changesFailed')} retry={() => void load()} />}
      {!isWaiting && changes.state === 'ready' && <Lists changes={changes.value} words={words} older={older} />}
      {!isWaiting && changes.state === 'ready' && <FourEyes changes={changes.value} load={load} />}
      {!isWaiting && changes.state === 'ready' && <DecisionsAsFile />}
    </div>
  )
}

function Lists({ changes, words, older }: { readonly changes: Changes; readonly words: Words; readonly older: () => Promise<void> }) {
  const host = useHost()
  const now = useNow()
  const coming = changes.made.filter((change) => stateOf(change, now) === 'coming')
  const sections = [
    { title: host.t('changesWaiting'), list: changes.open.filter(({ state }) => state === 'waiting') },
    { title: host.t('changesDrafts'), list: changes.open.filter(({ state }) => state === 'draft') },
    { title: host.t('changesComing'), list: coming },
    { title: host.t('changesMade'), list: changes.made.filter((change) => !coming.includes(change)) },
  ].filter(({ list }) => list.length > 0)
  if (sections.length === 0) return <p className="cn-muted">{host.t('changesNone')}</p>
  return (
    <>
      {sections.map(({ title, list }) => (
        <section key={title} className="cn-section">
          <h2>{title}</h2>
          <ul className="cn-services">
            {list.map((change) => (
              <ChangeLine key={change.id} change={change} words={words} now={now} />
            ))}
          </ul>
        </section>
      ))}
      {changes.next !== null && (
        <button type="button" className="d1-button cn-more" onClick={() => void older()}>
          {host.t('historyMore')}
        </button>
      )}
    </>
  )
}

function ChangeLine({ change, words, now }: { readonly change: Change; readonly words: Words; readonly now: number }) {
  const host = useHost()
  const short = shortTime(useLive(host.locale))
  const [first] = change.decisions
  const { by, at } = change.made ?? change.planned
  return (
    <li className="cn-service cn-change" data-change={change.number}>
      <div className="cn-what">
        <h3>
          <a href={host.href('/changes/:change', { change: change.id })}>{words.ofChange(change)}</a>
        </h3>
        {first && (
          <p className="cn-small">
            {words.place(first)} · {words.people(first)} · {words.time(first)}
          </p>
        )}
        <p className="cn-muted cn-small">
          {host.t('changeNumber', { number: change.number })} · {host.t('decidedBy', { name: by.name ?? host.t('someone'), when: short(at) })}
        </p>
      </div>
      <ChangeBadge state={stateOf(change, now)} />
      <d1-icon name="chevron-right" className="cn-go" />
    </li>
  )
}

/** Whether a second administrator approves what is planned. */
function FourEyes({ changes, load }: { readonly changes: Changes; readonly load: () => Promise<void> }) {
  const host = useHost()
  const { isBusy, failed, run } = useStep(load)
  const isAsked = changes.open.some(({ fourEyes, state }) => fourEyes !== null && state === 'waiting')
  const decide = (fourEyes: boolean) =>
    run(async () => {
      const { state } = await decideFourEyes(host, fourEyes)
      await load()
      host.notify({ text: host.t(state === 'waiting' ? 'sentForApproval' : fourEyes ? 'fourEyesOn' : 'fourEyesOff'), tone: 'success' })
    })
  return (
    <section className="cn-section" aria-labelledby="cn-four-eyes-head">
      <h2 id="cn-four-eyes-head">{host.t('fourEyes')}</h2>
      <ul className="cn-rows">
        <li className="cn-row" data-place="four-eyes">
          <div className="cn-what">
            <label htmlFor="cn-four-eyes" className="cn-place">
              {host.t('fourEyesLabel')}
            </label>
            <p className="cn-muted cn-small" id="cn-four-eyes-help">
              {host.t(isAsked ? 'fourEyesAsked' : 'fourEyesHelp')}
            </p>
            {failed && (
              <p className="d1-error" id="cn-four-eyes-error" role="alert">
                <d1-icon name="alert-circle" />
                {failed}
              </p>
            )}
          </div>
          <span className="cn-word">{host.t(changes.fourEyes ? 'on' : 'off')}</span>
          <input
            id="cn-four-eyes"
            type="checkbox"
            role="switch"
            className="d1-switch"
            aria-describedby={failed ? 'cn-four-eyes-error cn-four-eyes-help' : 'cn-four-eyes-help'}
            checked={changes.fourEyes}
            disabled={isAsked}
            aria-disabled={isBusy || undefined}
            aria-busy={isBusy || undefined}
            onChange={(event) => void decide(event.currentTarget.checked)}
          />
        </li>
      </ul>
    </section>
  )
}
