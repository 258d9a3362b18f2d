import type { ReactNode } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { Wordmark } from '../frame/Wordmark.tsx'
import { LanguageMenu } from '../language/LanguageChoices.tsx'
import { useWords } from '../language/use-words.ts'
import { signIn } from '../state/actions.ts'
import { ThemeMenu } from '../theme/ThemeChoices.tsx'
import { Footer } from './Footer.tsx'

/** What stands around the pages that need no log-in. */
export function PublicFrame({ children, returnTo }: { readonly children: ReactNode; readonly returnTo?: string }) {
  const { t } = useWords()
  return (
    <div className="public">
      <a className="d1-skip-link" href="#main">
        {t('skip')}
      </a>
      <header className="public-top">
        <Wordmark municipality={null} />
        <div className="top-tools">
          <LanguageMenu />
          <ThemeMenu />
          <button type="button" className="d1-button public-sign-in" onClick={() => signIn(undefined, returnTo)}>
            <Icon name="log-in" />
            {t('sign-in')}
          </button>
        </div>
      </header>
      <main id="main" className="public-main" tabIndex={-1}>
        {children}
      </main>
      <Footer />
    </div>
  )
}
