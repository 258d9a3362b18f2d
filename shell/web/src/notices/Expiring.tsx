import { useEffect, useState } from 'react'
import { useWords } from '../language/use-words.ts'
import { signOut, stillHere } from '../state/actions.ts'
import { useShell } from '../state/store.ts'
import { Dialog } from './Dialog.tsx'

/** The warning before the log-in ends for idleness: one press and nothing happened. */
export function Expiring() {
  const inS = useShell((state) => state.expiringInS)
  return inS === null ? null : <Warning key={inS} inS={inS} />
}

function Warning({ inS }: { readonly inS: number }) {
  const { t } = useWords()
  const [left, setLeft] = useState(inS)
  useEffect(() => {
    // By the clock: a tab in the background counts late.
    const until = Date.now() + inS * 1000
    const timer = setInterval(() => setLeft(Math.max(0, Math.round((until - Date.now()) / 1000))), 1000)
    return () => clearInterval(timer)
  }, [inS])
  return (
    <Dialog title={t('expiring.title')} onCancel={stillHere}>
      <p className="expiring-time">{left >= 90 ? t('expiring.minutes', { count: Math.round(left / 60) }) : t('expiring.seconds', { count: left })}</p>
      <p className="d1-muted">{t('expiring.text')}</p>
      <div className="dialog-actions">
        <button type="button" className="d1-button" onClick={() => void signOut()}>
          {t('sign-out')}
        </button>
        <button type="button" className="d1-button" data-kind="primary" data-first onClick={stillHere}>
          {t('expiring.stay')}
        </button>
      </div>
    </Dialog>
  )
}
