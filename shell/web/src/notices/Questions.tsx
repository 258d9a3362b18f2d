import { useWords } from '../language/use-words.ts'
import { answer } from '../state/actions.ts'
import { releaseOf, useShell } from '../state/store.ts'
import type { ShellState, ShownQuestion } from '../state/store.ts'
import { Dialog } from './Dialog.tsx'

/** What is asked of the person before something goes on. */
export function Questions() {
  const question = useShell((state) => state.question)
  if (!question) return null
  return question.kind === 'confirm' ? <Confirm key={question.id} question={question} /> : <Unsaved key={question.id} question={question} />
}

function Confirm({ question: { question } }: { readonly question: Extract<ShownQuestion, { kind: 'confirm' }> }) {
  const { t } = useWords()
  return (
    <Dialog title={question.title} onCancel={() => answer(false)}>
      {question.text && <p>{question.text}</p>}
      <div className="dialog-actions">
        <button type="button" className="d1-button" onClick={() => answer(false)}>
          {question.cancel ?? t('cancel')}
        </button>
        <button type="button" className="d1-button" data-kind={question.tone === 'danger' ? 'danger' : 'primary'} onClick={() => answer(true)}>
          {question.confirm}
        </button>
      </div>
    </Dialog>
  )
}

function Unsaved({ question: { module, reason, saving, failed } }: { readonly question: Extract<ShownQuestion, { kind: 'unsaved' }> }) {
  const { t, text } = useWords()
  const name = useShell((state) => nameOf(state, module))
  return (
    <Dialog title={t('unsaved.title')} onCancel={() => answer('stay')}>
      <p>{t(`unsaved.${reason}`, { module: name ? text(name) : module })}</p>
      {failed && (
        <p className="d1-error" role="alert">
          {t('unsaved.failed')}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="d1-button" data-kind="quiet" disabled={saving} onClick={() => answer('stay')}>
          {t('unsaved.stay')}
        </button>
        <button type="button" className="d1-button" data-kind="danger" disabled={saving} onClick={() => answer('discard')}>
          {t('unsaved.discard')}
        </button>
        <button type="button" className="d1-button" data-kind="primary" aria-busy={saving} onClick={() => saving || answer('save')}>
          {t(saving ? 'unsaved.saving' : 'unsaved.save')}
        </button>
      </div>
    </Dialog>
  )
}

function nameOf(state: Pick<ShellState, 'me' | 'start'>, module: string) {
  const on = state.me?.contexts.flatMap((context) => context.modules).find((one) => one.module === module)
  return on ? (releaseOf(state, on.release)?.manifest.name ?? null) : null
}
