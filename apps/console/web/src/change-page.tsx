import { useHost, useLive } from '@digione/sdk/react'
import { useEffect, useId, useState } from 'react'
import { ChangeBadge, DecisionFacts, stateOf, useWords } from './change-words.tsx'
import type { Words } from './change-words.tsx'
import { approveChange, discardChange, revertChange, sendChange, sendChangeBack } from './changes-api.ts'
import type { Change, ChangeInFull, Who } from './changes-api.ts'
import { shortTime } from './formats.ts'
import { PreviewOfChange } from './preview.tsx'
import { useChange, useStep } from './use-changes.ts'
import { useNow } from './use-now.ts'
import { useOverview } from './use-overview.ts'
import { Failed, Loading } from './waiting.tsx'

/** One change: what it decides, what it would do, and what may be done with it. */
export function ChangePage({ id }: { readonly id: string }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview } = useOverview()
  const { found, load } = useChange(id)
  const words = useWords(overview.state === 'ready' ? overview.value : null)
  const isWaiting = found.state === 'loading' || overview.state === 'loading'
  const name = found.state === 'ready' ? words.ofChange(found.value.change) : host.t('changes')
  useEffect(() => {
    if (!isWaiting) host.title(name)
  }, [host, name, isWaiting, locale])
  return (
    <div className="cn-page">
      <a className="cn-back" href={host.href('/changes')}>
        <d1-icon name="arrow-left" />
        {host.t('backToChanges')}
      </a>
      <header>
        <h1>{isWaiting ? host.t('changes') : name}</h1>
      </header>
      {isWaiting && <Loading />}
      {!isWaiting && found.state === 'failed' && <Failed text={host.t('changesFailed')} retry={() => void load()} />}
      {!isWaiting && found.state === 'ready' && <Found found={found.value} words={words} load={load} />}
    </div>
  )
}

function Found({ found, words, load }: { readonly found: ChangeInFull; readonly words: Words; readonly load: () => Promise<void> }) {
  const host = useHost()
  const short = shortTime(useLive(host.locale))
  const now = useNow()
  const { change, preview } = found
  const decisions = change.reverts?.decisions ?? change.decisions
  const who = ({ name, isYou }: Who) => (isYou ? host.t('you') : (name ?? host.t('someone')))
  const told = (key: 'plannedBy' | 'madeBy' | 'sentBackBy', { by, at }: { by: Who; at: string }) => host.t(key, { name: who(by), when: short(at) })
  return (
    <>
      <div className="cn-tools">
        <ChangeBadge state={stateOf(change, now)} />
        <span className="cn-muted cn-small">
          {host.t('changeNumber', { number: change.number })} · {told('plannedBy', change.planned)}
          {change.made && <> · {told('madeBy', change.made)}</>}
        </span>
      </div>
      {change.sentBack && change.state === 'draft' && (
        <p className="d1-notice" data-status="warning" data-sent-back>
          <d1-icon name="undo" />
          <span>
            {told('sentBackBy', change.sentBack)}: {change.sentBack.reason}
          </span>
        </p>
      )}
      {change.revertedBy && (
        <p className="d1-notice" data-status="info">
          <d1-icon name="undo" />
          <span>
            {host.t('revertedBy')}{' '}
            <a href={host.href('/changes/:change', { change: change.revertedBy.id })}>{host.t('changeNumber', { number: change.revertedBy.number })}</a>
          </span>
        </p>
      )}
      {decisions.map((decision) => (
        <section key={JSON.stringify(decision)} className="cn-section">
          {decisions.length > 1 && <h2>{words.title(decision)}</h2>}
          <DecisionFacts decision={decision} words={words} />
        </section>
      ))}
      {change.note !== '' && (
        <section className="cn-section">
          <h2>{host.t('note')}</h2>
          <p>{change.note}</p>
        </section>
      )}
      {preview && (
        <section className="cn-section" aria-labelledby="cn-what-happens">
          <h2 id="cn-what-happens">{host.t('whatHappens')}</h2>
          <PreviewOfChange preview={preview} words={words} />
        </section>
      )}
      <Actions found={found} load={load} />
    </>
  )
}

function Actions({ found: { change, preview, fourEyes }, load }: { readonly found: ChangeInFull; readonly load: () => Promise<void> }) {
  const host = useHost()
  const { isBusy, failed, run } = useStep(load)
  // Sent along: nothing is made on other ground than is shown here.
  const seen = { id: change.id, revision: change.revision, base: preview?.base ?? change.base }
  const act = (step: () => Promise<Change>, told: (after: Change) => Parameters<typeof host.t>[0]) =>
    run(async () => {
      const after = await step()
      await load()
      host.notify({ text: host.t(told(after)), tone: 'success' })
      return after
    })
  const made = ({ state }: Change) => (state === 'waiting' ? 'sentForApproval' : 'changeMade')
  const discard = async () => {
    if (!(await host.confirm({ title: host.t('discardQuestion'), confirm: host.t('discard'), tone: 'danger' }))) return
    if (
      await act(
        () => discardChange(host, seen),
        () => 'changeDiscarded',
      )
    )
      host.go('/changes')
  }
  const revert = async () => {
    if (!(await host.confirm({ title: host.t('revertQuestion'), text: host.t('revertText'), confirm: host.t('revert') }))) return
    const after = await act(() => revertChange(host, change.id), made)
    if (after) host.go(`/changes/${after.id}`)
  }
  const button = (name: string, label: string, run_: () => void, kind?: 'primary' | 'danger') => (
    <button type="button" className="d1-button" data-kind={kind} data-action={name} aria-disabled={isBusy || undefined} onClick={() => !isBusy && run_()}>
      {label}
    </button>
  )
  const isMine = change.planned.by.isYou
  const [first] = change.decisions
  return (
    <>
      {failed && (
        <p className="d1-error" role="alert">
          <d1-icon name="alert-circle" />
          {failed}
        </p>
      )}
      {change.state === 'waiting' && isMine && (
        <p className="d1-notice" data-status="info">
          <d1-icon name="clock" />
          {host.t('waitsForOther')}
        </p>
      )}
      <div className="cn-actions">
        {change.state === 'draft' &&
          button('send', host.t(fourEyes ? 'sendForApproval' : 'makeChange'), () => void act(() => sendChange(host, seen), made), 'primary')}
        {change.state === 'draft' && first && change.decisions.length === 1 && (
          <a className="d1-button" href={`${host.href('/services/:service/plan', { service: first.module })}?change=${change.id}`}>
            {host.t('edit')}
          </a>
        )}
        {change.state === 'waiting' && !isMine && button('approve', host.t('approve'), () => void act(() => approveChange(host, seen), made), 'primary')}
        {change.state === 'waiting' &&
          isMine &&
          button(
            'withdraw',
            host.t('withdraw'),
            () =>
              void act(
                () => sendChangeBack(host, seen, host.t('withdrawn')),
                () => 'changeIsDraft',
              ),
          )}
        {(change.state === 'draft' || change.state === 'waiting') && button('discard', host.t('discard'), () => void discard())}
        {change.state === 'made' && !change.revertedBy && button('revert', host.t('revert'), () => void revert())}
      </div>
      {change.state === 'waiting' && !isMine && (
        <SendBack
          isBusy={isBusy}
          send={(reason) =>
            void act(
              () => sendChangeBack(host, seen, reason),
              () => 'changeSentBack',
            )
          }
        />
      )}
    </>
  )
}

/** Gives the change back to whoever planned it, which needs a reason. */
function SendBack({ isBusy, send }: { readonly isBusy: boolean; readonly send: (reason: string) => void }) {
  const host = useHost()
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const id = useId()
  return (
    <form
      className="cn-section"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setMissing(reason.trim() === '')
        if (reason.trim() !== '' && !isBusy) send(reason.trim())
      }}
    >
      <div className="d1-field">
        <label htmlFor={id}>{host.t('sendBackReason')}</label>
        <textarea
          id={id}
          className="d1-input"
          rows={2}
          maxLength={500}
          value={reason}
          aria-invalid={isMissing || undefined}
          aria-describedby={isMissing ? `${id}-error` : undefined}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {isMissing && (
          <p className="d1-error" id={`${id}-error`} role="alert">
            <d1-icon name="alert-circle" />
            {host.t('sendBackReasonMissing')}
          </p>
        )}
      </div>
      <button type="submit" className="d1-button cn-more" data-action="send-back" aria-disabled={isBusy || undefined}>
        {host.t('sendBack')}
      </button>
    </form>
  )
}
