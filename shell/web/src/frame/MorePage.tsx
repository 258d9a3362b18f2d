import { THEMES } from '@digione/contracts'
import { LANGUAGES } from '../language/languages.ts'
import { useWords } from '../language/use-words.ts'
import { Navigation } from '../navigation/Navigation.tsx'
import { setLocale, setTheme, signOut } from '../state/actions.ts'
import { usePageTitle } from '../state/page-title.ts'
import { OWN_PAGES } from '../state/route.ts'
import { currentContext, useShell } from '../state/store.ts'
import { Icon } from './Icon.tsx'

/** A phone's "more": every module, and everything that a wide window has at its edges. */
export function MorePage() {
  const { t, text, locale } = useWords()
  const person = useShell((state) => state.me?.person)
  const theme = useShell((state) => state.themeChoice)
  const tenant = useShell((state) => state.me?.tenants[currentContext(state)?.municipality ?? ''])
  usePageTitle(t('more.title'))
  return (
    <div className="page more">
      <h1 id="more-title" tabIndex={-1}>
        {t('more.title')}
      </h1>
      <Navigation idPrefix="more" labelledBy="more-title" />
      <section className="more-section" aria-labelledby="more-account">
        <h2 id="more-account">{t('more.account')}</h2>
        {person && (
          <div className="more-person">
            <d1-avatar name={person.name} />
            <strong>{person.name}</strong>
          </div>
        )}
        <fieldset className="more-choice">
          <legend>{t('language')}</legend>
          <div className="d1-segments">
            {LANGUAGES.map(({ code, name }) => (
              <label key={code} lang={code}>
                <input type="radio" name="language" checked={code === locale} onChange={() => void setLocale(code)} />
                {name}
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset className="more-choice">
          <legend>{t('theme')}</legend>
          <div className="more-themes">
            {THEMES.map((choice) => (
              <label key={choice} className="d1-choice">
                <input type="radio" name="theme" checked={choice === theme} onChange={() => setTheme(choice)} />
                {t(`theme.${choice}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <ul role="list" className="more-links">
          {tenant && (
            <li>
              <a className="nav-link" href={`mailto:${tenant.contact.email}`}>
                <Icon name="mail" />
                {t('help.contact', { municipality: text(tenant.name) })}
              </a>
            </li>
          )}
          <li>
            <a className="nav-link" href={OWN_PAGES.feedback}>
              <Icon name="message" />
              {t('feedback')}
            </a>
          </li>
          <li>
            <a className="nav-link" href={OWN_PAGES.statement}>
              <Icon name="accessibility" />
              {t('statement')}
            </a>
          </li>
        </ul>
        <div className="d1-row">
          <button type="button" className="d1-button" onClick={() => void signOut()}>
            <Icon name="log-out" />
            {t('sign-out')}
          </button>
          {person && (
            <button type="button" className="d1-button" data-kind="quiet" onClick={() => void signOut()}>
              {t('person.not-you', { name: person.givenName })}
            </button>
          )}
        </div>
      </section>
    </div>
  )
}
