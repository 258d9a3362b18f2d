import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useEffect, useRef, useState } from 'react'
import { AboutService } from './about-service.tsx'
import { useWords } from './change-words.tsx'
import { previewOf, savePlan, sendChange } from './changes-api.ts'
import type { Change, ChangeInFull, Preview } from './changes-api.ts'
import { Choice, Further, People, Places, Times } from './plan-fields.tsx'
import { decisionOf, EMPTY, formOf, mistakesOf } from './plan.ts'
import type { Field, Form } from './plan.ts'
import type { Overview, Service } from './platform-api.ts'
import { PreviewOfChange } from './preview.tsx'
import { useChange, useChanges, useStep } from './use-changes.ts'
import { useNow } from './use-now.ts'
import { useOverview } from './use-overview.ts'
import type { Loaded } from './use-loaded.ts'
import { Loading } from './waiting.tsx'

/** Plans a change of one service, or goes on with a draft of one. */
export function PlanPage({ id, change }: { readonly id: string; readonly change: string | null }) {
  return change === null ? <NewPlan id={id} /> : <EditedPlan id={id} change={change} />
}

function NewPlan({ id }: { readonly id: string }) {
  const { changes, load } = useChanges()
  const state: Loaded<{ fourEyes: boolean }> = changes.state === 'ready' ? { state: 'ready', value: changes.value } : changes
  return <Frame id={id} found={state} load={load} draft={null} />
}

function EditedPlan({ id, change }: { readonly id: string; readonly change: string }) {
  const { found, load } = useChange(change)
  return <Frame id={id} found={found} load={load} draft={found.state === 'ready' ? found.value : null} />
}

interface FrameProps {
  readonly id: string
  readonly found: Loaded<{ readonly fourEyes: boolean }>
  readonly load: () => Promise<void>
  readonly draft: ChangeInFull | null
}

function Frame({ id, found, load, draft }: FrameProps) {
  const host = useHost()
  const locale = useLive(host.locale)
  const { overview, load: loadOverview } = useOverview()
  const service = overview.state === 'ready' ? overview.value.services.find((one) => one.module === id) : undefined
  const title = service ? host.t('planOf', { service: textIn(service.name, locale) }) : host.t('plan')
  const isLoading = overview.state === 'loading' || found.state === 'loading'
  const isFailed = overview.state === 'failed' || found.state === 'failed'
  const retry = () => void Promise.all([load(), loadOverview()])
  return (
    <AboutService
      id={id}
      title={title}
      intro={host.t('planIntro')}
      isLoading={isLoading}
      failed={isFailed ? host.t('failed') : null}
      retry={retry}
      isUnknown={overview.state === 'ready' && found.state === 'ready' && !service}
    >
      {overview.state === 'ready' && found.state === 'ready' && service && (
        <PlanForm overview={overview.value} service={service} fourEyes={found.value.fourEyes} draft={draft?.change ?? null} load={load} />
      )}
    </AboutService>
  )
}

interface PlanFormProps {
  readonly overview: Overview
  readonly service: Service
  readonly fourEyes: boolean
  readonly draft: Change | null
  readonly load: () => Promise<void>
}

const BEFORE_PREVIEW_MS = 300

function PlanForm({ overview, service, fourEyes, draft, load }: PlanFormProps) {
  const host = useHost()
  const words = useWords(overview)
  const [first] = draft?.decisions ?? []
  const [start] = useState<Form>(() => (first ? formOf(first, draft?.note ?? '') : { ...EMPTY, effect: service.state === 'off' ? 'on' : 'off' }))
  const [form, setForm] = useState(start)
  const [isShown, setShown] = useState(false)
  const { isBusy, failed, run } = useStep(load)
  const errors = mistakesOf(form, useNow())
  const preview = usePreview(service.module, form, errors.size === 0)
  const set = (part: Partial<Form>) => setForm((now) => ({ ...now, ...part }))
  const fields = useRef<HTMLFormElement>(null)
  const mistake = (field: Field) => (isShown ? errors.get(field) : undefined)

  const save = () => savePlan(host, { decision: decisionOf(service.module, form), note: form.note.trim() }, draft)
  const isSaved = useRef(false)
  const latest = useRef(save)
  latest.current = save
  // What is written becomes a draft that others see too, rather than being lost.
  useEffect(
    () =>
      host.guard({
        isDirty: () => !isSaved.current && form !== start && mistakesOf(form, Date.now()).size === 0,
        save: async () => void (await latest.current()),
      }),
    [host, form, start],
  )

  /** @returns Whether it is a decision; where it is not, leads to the first field that is wrong. */
  function isComplete(): boolean {
    setShown(true)
    if (errors.size === 0) return true
    const [wrong] = errors.keys()
    requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>(`[data-field="${wrong}"] :is(input, select)`)?.focus())
    return false
  }
  const leave = (change: Change) => {
    isSaved.current = true
    host.go(`/changes/${change.id}`)
  }
  const keep = () =>
    run(async () => {
      leave(await save())
      host.notify({ text: host.t('draftSaved'), tone: 'success' })
    })
  const send = () =>
    run(async () => {
      const saved = await save()
      const sent = await sendChange(host, { ...saved, base: preview.state === 'ready' ? preview.value.base : saved.base })
      leave(sent)
      host.notify({ text: host.t(sent.state === 'waiting' ? 'sentForApproval' : 'changeMade'), tone: 'success' })
    })
  const field = { form, set, mistake }
  return (
    <form
      ref={fields}
      className="cn-plan"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete()) void send()
      }}
    >
      <div className="cn-fields">
        <fieldset className="cn-fieldset">
          <legend>{host.t('what')}</legend>
          <Choice name="effect" value="on" label={host.t('effect.on')} isChosen={form.effect === 'on'} choose={() => set({ effect: 'on' })} />
          <Choice name="effect" value="off" label={host.t('effect.off')} isChosen={form.effect === 'off'} choose={() => set({ effect: 'off' })} />
          <Choice name="effect" value="none" label={host.t('effect.none')} isChosen={form.effect === 'none'} choose={() => set({ effect: 'none' })} />
        </fieldset>
        <Places {...field} overview={overview} />
        <People {...field} service={service} overview={overview} />
        <Times {...field} />
        <Further {...field} />
        <div className="d1-field">
          <label htmlFor="cn-note">{host.t('noteLabel')}</label>
          <textarea
            id="cn-note"
            className="d1-input"
            rows={2}
            maxLength={500}
            value={form.note}
            onChange={(event) => set({ note: event.currentTarget.value })}
          />
        </div>
      </div>
      <aside className="cn-aside" aria-labelledby="cn-what-happens">
        <h2 id="cn-what-happens">{host.t('whatHappens')}</h2>
        <div aria-live="polite" aria-busy={(errors.size === 0 && preview.state === 'loading') || undefined}>
          {errors.size > 0 && <p className="cn-muted">{host.t('previewIncomplete')}</p>}
          {errors.size === 0 && preview.state === 'loading' && <Loading />}
          {errors.size === 0 && preview.state === 'failed' && <p className="cn-muted">{host.t('previewFailed')}</p>}
          {errors.size === 0 && preview.state === 'ready' && <PreviewOfChange preview={preview.value} words={words} />}
        </div>
        {failed && (
          <p className="d1-error" role="alert">
            <d1-icon name="alert-circle" />
            {failed}
          </p>
        )}
        <div className="cn-actions">
          <button
            type="submit"
            className="d1-button"
            data-kind="primary"
            data-action="send"
            aria-disabled={isBusy || undefined}
            aria-busy={isBusy || undefined}
          >
            {host.t(fourEyes ? 'sendForApproval' : 'makeChange')}
          </button>
          <button type="button" className="d1-button" data-action="keep" aria-disabled={isBusy || undefined} onClick={() => isComplete() && void keep()}>
            {host.t('keepDraft')}
          </button>
        </div>
        {fourEyes && <p className="cn-muted cn-small">{host.t('needsOther')}</p>}
      </aside>
    </form>
  )
}

/** What the decision as it is written would do; the last one stays in view while the next is worked out. */
function usePreview(module: string, form: Form, isComplete: boolean): Loaded<Preview> {
  const host = useHost()
  const [preview, setPreview] = useState<Loaded<Preview>>({ state: 'loading' })
  const decision = isComplete ? JSON.stringify(decisionOf(module, form)) : null
  useEffect(() => {
    if (decision === null) return undefined
    const controller = new AbortController()
    const timer = setTimeout(() => {
      previewOf(host, JSON.parse(decision) as ReturnType<typeof decisionOf>, AbortSignal.any([controller.signal, host.signal])).then(
        (value) => setPreview({ state: 'ready', value }),
        (error: unknown) => {
          if (controller.signal.aborted || host.signal.aborted) return
          host.report(error)
          setPreview({ state: 'failed' })
        },
      )
    }, BEFORE_PREVIEW_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [host, decision])
  return preview
}
