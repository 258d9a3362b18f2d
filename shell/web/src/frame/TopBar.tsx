import { LanguageMenu } from '../language/LanguageChoices.tsx'
import { useWords } from '../language/use-words.ts'
import { NoticesMenu } from '../notices/NoticesMenu.tsx'
import { currentContext, useShell } from '../state/store.ts'
import { ThemeMenu } from '../theme/ThemeChoices.tsx'
import { ContextSwitch } from './ContextSwitch.tsx'
import { HelpMenu } from './HelpMenu.tsx'
import { Icon } from './Icon.tsx'
import { Wordmark } from './Wordmark.tsx'

const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The slim bar on top. On a phone it carries the context instead of the wordmark. */
export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  const { t, text } = useWords()
  const context = useShell((state) => currentContext(state))
  return (
    <header className="top">
      <Wordmark municipality={context ? text(context.municipalityName) : null} />
      <div className="top-context">
        <ContextSwitch side="below" />
      </div>
      <div className="top-tools">
        <button type="button" className="search-button" aria-keyshortcuts="Control+K Meta+K" aria-haspopup="dialog" title={t('search')} onClick={onSearch}>
          <Icon name="search" />
          <span className="search-words">{t('search')}</span>
          <kbd aria-hidden="true">{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
        </button>
        <NoticesMenu />
        <div className="top-wide">
          <LanguageMenu />
          <ThemeMenu />
          <HelpMenu />
        </div>
      </div>
    </header>
  )
}
