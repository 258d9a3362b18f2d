import { Icon } from '../frame/Icon.tsx'
import { Wordmark } from '../frame/Wordmark.tsx'
import { useWords } from '../language/use-words.ts'
import { retryStart } from '../state/actions.ts'
import { usePageTitle } from '../state/page-title.ts'

/** The platform does not answer: says so, without blame, and tries again. */
export function UnreachablePage() {
  const { t } = useWords()
  usePageTitle(t('unreachable.title'))
  return (
    <div className="public">
      <header className="public-top">
        <Wordmark municipality={null} />
      </header>
      <main id="main" className="public-main" tabIndex={-1}>
        <div className="problem">
          <Icon name="wifi-off" />
          <h1 tabIndex={-1}>{t('unreachable.title')}</h1>
          <p role="alert">{t('unreachable.text')}</p>
          <button type="button" className="d1-button" data-kind="primary" onClick={() => retryStart()}>
            <Icon name="refresh" />
            {t('retry')}
          </button>
        </div>
      </main>
    </div>
  )
}
