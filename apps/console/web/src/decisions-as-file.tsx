import { useHost } from '@digione/sdk/react'
import { useId, useRef, useState } from 'react'
import { fetchState, planState } from './changes-api.ts'
import { Refused } from './platform-api.ts'
import { saveFile } from './save-file.ts'

interface Failure {
  readonly text: string
  /** In the platform's words, which are English. */
  readonly detail?: string
}

/** What the municipality has decided as a file to keep, and a change that is planned from one. */
export function DecisionsAsFile() {
  const host = useHost()
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Failure | null>(null)
  const chosen = useRef<HTMLInputElement>(null)
  const id = useId()
  async function run(step: () => Promise<void>, failure: string) {
    if (isBusy) return
    setBusy(true)
    setFailed(null)
    try {
      await step()
    } catch (error) {
      if (host.signal.aborted) return
      if (!(error instanceof Refused)) host.report(error)
      setFailed(error instanceof Refused ? { text: host.t('stateRefused'), detail: error.message } : { text: failure })
    } finally {
      setBusy(false)
    }
  }
  const save = (isForOthers: boolean) =>
    run(async () => {
      const state = await fetchState(host, isForOthers, host.signal)
      saveFile(`${host.t('asFile')} ${host.context.municipality}.json`, 'application/json', `${JSON.stringify(state, null, 2)}\n`)
    }, host.t('exportFailed'))
  const plan = (file: File) =>
    run(async () => {
      const state = parsed(await file.text())
      if (state === undefined) return setFailed({ text: host.t('stateNoJson') })
      const change = await planState(host, state, file.name)
      if (change === null) return host.notify({ text: host.t('stateReached'), tone: 'success' })
      host.go(`/changes/${change.id}`)
    }, host.t('stateFailed'))
  const button = (name: string, label: string, press: () => void) => (
    <button type="button" className="d1-button" data-action={name} aria-disabled={isBusy || undefined} onClick={() => !isBusy && press()}>
      {label}
    </button>
  )
  return (
    <section className="cn-section" aria-labelledby={id}>
      <h2 id={id}>{host.t('asFile')}</h2>
      <p className="cn-muted">{host.t('asFileHelp')}</p>
      {failed && (
        <p className="d1-error" role="alert">
          <d1-icon name="alert-circle" />
          <span>
            {failed.text} {failed.detail !== undefined && <span lang="en">{failed.detail}</span>}
          </span>
        </p>
      )}
      <div className="cn-actions">
        {button('save-state', host.t('saveState'), () => void save(false))}
        {button('save-state-for-others', host.t('saveStateForOthers'), () => void save(true))}
        {button('choose-state', host.t('stateFile'), () => chosen.current?.click())}
        <input
          ref={chosen}
          type="file"
          accept="application/json,.json"
          hidden
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            // The same file, once it has been corrected, is another choice.
            currentTarget.value = ''
            if (file) void plan(file)
          }}
        />
      </div>
    </section>
  )
}

/** `undefined` where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
