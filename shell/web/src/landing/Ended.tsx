import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { signIn } from '../state/actions.ts'
import { useShell } from '../state/store.ts'

/** Why nobody is logged in any more, and the way back to the same place. */
export function Ended({ returnTo }: { readonly returnTo: string }) {
  const { t } = useWords()
  const why = useShell((state) => state.endedBecause)
  if (!why) return null
  return (
    <div className="d1-notice ended" data-status={why === 'expired' ? 'warning' : 'success'} role="alert">
      <Icon name={why === 'expired' ? 'clock' : 'check-circle'} />
      <div>
        <strong>{t(`ended.${why}`)}</strong>
        <p>{t(`ended.${why}.text`)}</p>
      </div>
      {why === 'expired' && (
        <button type="button" className="d1-button" data-kind="primary" onClick={() => signIn(undefined, returnTo)}>
          {t('ended.again')}
        </button>
      )}
    </div>
  )
}
