import { useId, useRef, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { sendFeedback } from '../state/actions.ts'
import type { TakenFeedback } from '../state/actions.ts'
import { MAX_CHARACTERS, checkFeedback } from './check-feedback.ts'
import type { Draft, FeedbackErrors } from './check-feedback.ts'

const EMPTY: Draft = { kind: 'accessibility', text: '', page: '', email: '' }

/** What was written stays until it has arrived. */
export default function FeedbackForm({ sent }: { readonly sent: (taken: TakenFeedback) => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(EMPTY)
  const [errors, setErrors] = useState<FeedbackErrors>({})
  const [sending, setSending] = useState<'writing' | 'sending' | 'failed'>('writing')
  const form = useRef<HTMLFormElement>(null)

  const change = (part: Partial<Draft>) => {
    const changed = { ...draft, ...part }
    setDraft(changed)
    // An error goes as soon as it is put right, and none comes while somebody is still writing.
    const still = checkFeedback(changed)
    setErrors((shown) => ({ ...(shown.text && still.text ? { text: still.text } : {}), ...(shown.email && still.email ? { email: still.email } : {}) }))
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (sending === 'sending') return
    const found = checkFeedback(draft)
    setErrors(found)
    const first = found.text ? 'text' : found.email ? 'email' : null
    if (first) return form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
    setSending('sending')
    try {
      const { kind, text, page, email } = draft
      sent(await sendFeedback({ kind, text: text.trim(), page: page.trim(), ...(email.trim() ? { email: email.trim() } : {}) }))
    } catch {
      setSending('failed')
    }
  }
  const count = Object.keys(errors).length
  return (
    <form ref={form} noValidate className="feedback" onSubmit={(event) => void send(event)}>
      <p className="d1-visually-hidden" role="status">
        {count > 0 && t('feedback.errors', { count })}
      </p>
      <fieldset className="feedback-kind">
        <legend>{t('feedback.kind')}</legend>
        <label className="d1-choice">
          <input
            type="radio"
            name="kind"
            checked={draft.kind === 'accessibility'}
            aria-describedby="feedback-kind-hint"
            onChange={() => change({ kind: 'accessibility' })}
          />
          {t('feedback.kind.accessibility')}
        </label>
        <p id="feedback-kind-hint" className="d1-hint">
          {t('feedback.kind.accessibility.hint')}
        </p>
        <label className="d1-choice">
          <input type="radio" name="kind" checked={draft.kind === 'other'} onChange={() => change({ kind: 'other' })} />
          {t('feedback.kind.other')}
        </label>
      </fieldset>
      <Field label={t('feedback.text')} hint={t('feedback.text.hint')} error={errors.text && t(errors.text, { max: MAX_CHARACTERS })}>
        {(described) => (
          <textarea
            {...described}
            className="d1-input feedback-text"
            name="text"
            required
            value={draft.text}
            onChange={({ target }) => change({ text: target.value })}
          />
        )}
      </Field>
      <Field label={t('feedback.page')} hint={t('feedback.page.hint')}>
        {(described) => (
          <input
            {...described}
            className="d1-input"
            name="page"
            type="text"
            maxLength={500}
            value={draft.page}
            onChange={({ target }) => change({ page: target.value })}
          />
        )}
      </Field>
      <Field label={t('feedback.email')} hint={t('feedback.email.hint')} error={errors.email && t(errors.email)}>
        {(described) => (
          <input
            {...described}
            className="d1-input"
            name="email"
            type="email"
            autoComplete="email"
            value={draft.email}
            onChange={({ target }) => change({ email: target.value })}
          />
        )}
      </Field>
      {sending === 'failed' && (
        <div className="d1-notice" data-status="danger" role="alert">
          <Icon name="alert-circle" />
          <p>{t('feedback.failed')}</p>
        </div>
      )}
      <button type="submit" className="d1-button" data-kind="primary" aria-busy={sending === 'sending'}>
        {t(sending === 'sending' ? 'feedback.sending' : 'feedback.send')}
      </button>
    </form>
  )
}

interface FieldProps {
  readonly label: string
  readonly hint: string
  readonly error?: string | undefined
  readonly children: (described: { readonly id: string; readonly 'aria-describedby': string; readonly 'aria-invalid': boolean }) => ReactNode
}

function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  return (
    <div className="d1-field">
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`} className="d1-hint">
        {hint}
      </p>
      {children({ id, 'aria-describedby': `${id}-hint ${id}-error`, 'aria-invalid': Boolean(error) })}
      <p id={`${id}-error`} className="d1-error">
        {error && <Icon name="alert-circle" />}
        {error}
      </p>
    </div>
  )
}
