import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { signIn } from '../state/actions.ts'
import { useShell } from '../state/store.ts'

/** Why nobody is logged in any more, and the way back to the same place. */
export function Ended({ returnTo }: { readonly returnTo: string }) {
  const { t } = useWords()
  if (!useShell((state) => state.hasExpired)) return null
  return (
    <div className="d1-notice ended" data-status="warning" role="alert">
      <Icon name="clock" />
      <div>
        <strong>{t('ended.expired')}</strong>
        <p>{t('ended.expired.text')}</p>
      </div>
      <button type="button" className="d1-button" data-kind="primary" onClick={() => signIn(undefined, returnTo)}>
        {t('ended.again')}
      </button>
    </div>
  )
}
