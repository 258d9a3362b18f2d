import { useHost } from '@digione/sdk/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import type { Change, Lesson } from './lesson.ts'

const EMPTY: Change = { cancelled: false, room: null, substitute: null, note: null }
const orNull = (value: string) => value.trim() || null

/** Records a room change, a substitute or a cancellation. What was typed outlives a failed save and a lost session. */
export function ChangeForm({ lesson, onChanged }: { readonly lesson: Lesson; readonly onChanged: () => Promise<void> }) {
  const host = useHost()
  const draftKey = `change:${lesson.id}`
  const saved = lesson.change ?? EMPTY
  const [change, setChange] = useState<Change>(saved)
  const [isSaving, setSaving] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const isDirty = JSON.stringify(change) !== JSON.stringify(saved)
  const latest = useRef({ change, isDirty })
  latest.current = { change, isDirty }

  // What is on the page stays the same form, so that the focus stays where it is; what somebody is typing stays too.
  const savedAs = JSON.stringify(saved)
  const before = useRef(savedAs)
  useEffect(() => {
    if (JSON.stringify(latest.current.change) === before.current) setChange(JSON.parse(savedAs) as Change)
    before.current = savedAs
  }, [savedAs])

  const edit = (part: Partial<Change>) => {
    const next = { ...change, ...part }
    setChange(next)
    void host.drafts.set(draftKey, next)
  }
  const send = useCallback(
    async (next: Change | null) => {
      const response = await host.fetch(`api:/lessons/${encodeURIComponent(lesson.id)}/change`, {
        method: next ? 'PUT' : 'DELETE',
        ...(next ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(next) } : {}),
      })
      if (!response.ok) throw new Error(`The timetable's backend answered ${response.status}.`)
      await host.drafts.delete(draftKey)
    },
    [host, lesson.id, draftKey],
  )

  useEffect(() => {
    let isGone = false
    void host.drafts.get(draftKey).then((draft) => {
      if (!isGone && draft && typeof draft === 'object') setChange({ ...EMPTY, ...draft })
    })
    const release = host.guard({ isDirty: () => latest.current.isDirty, save: () => send(latest.current.change) })
    return () => {
      isGone = true
      release()
    }
  }, [host, draftKey, send])

  const run = async (next: Change | null, done: string) => {
    setSaving(true)
    setFailed(false)
    try {
      await send(next)
      host.notify({ text: done, tone: 'success' })
      await onChanged()
    } catch (error) {
      host.report(error)
      setFailed(true)
    } finally {
      setSaving(false)
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (isSaving || !isDirty) return
    void run(change, host.t('changeSaved'))
  }
  const remove = async () => {
    const isSure = await host.confirm({
      title: host.t('removeChangeQuestion'),
      text: host.t('removeChangeText'),
      confirm: host.t('removeChange'),
      tone: 'danger',
    })
    if (isSure) await run(null, host.t('changeRemoved'))
  }

  return (
    <form className="tt-form d1-stack" onSubmit={save} aria-labelledby="tt-change-title">
      <h2 id="tt-change-title">{host.t('changeLesson')}</h2>
      <label className="tt-check">
        <input type="checkbox" className="d1-switch" role="switch" checked={change.cancelled} onChange={(e) => edit({ cancelled: e.currentTarget.checked })} />
        {host.t('changeCancelled')}
      </label>
      <label className="d1-field">
        {host.t('changeRoom')}
        <input
          className="d1-input"
          maxLength={40}
          value={change.room ?? ''}
          placeholder={lesson.room ?? ''}
          onChange={(e) => edit({ room: orNull(e.currentTarget.value) })}
        />
      </label>
      <label className="d1-field">
        {host.t('changeSubstitute')}
        <input className="d1-input" maxLength={80} value={change.substitute ?? ''} onChange={(e) => edit({ substitute: e.currentTarget.value || null })} />
      </label>
      <label className="d1-field">
        {host.t('changeText')}
        <input className="d1-input" maxLength={200} value={change.note ?? ''} onChange={(e) => edit({ note: e.currentTarget.value || null })} />
      </label>
      {hasFailed && (
        <p className="d1-notice" data-status="danger" role="alert">
          {host.t('changeFailed')}
        </p>
      )}
      <div className="d1-row">
        {/* Not "disabled": the focus would be lost when the saving begins. */}
        <button className="d1-button" data-kind="primary" aria-disabled={isSaving || !isDirty} aria-busy={isSaving}>
          {host.t('saveChange')}
        </button>
        {lesson.change && (
          <button type="button" className="d1-button" data-kind="danger" aria-disabled={isSaving} onClick={() => !isSaving && void remove()}>
            {host.t('removeChange')}
          </button>
        )}
      </div>
    </form>
  )
}
