import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { signIn } from '../state/actions.ts'
import { usePageTitle } from '../state/page-title.ts'
import { useShell } from '../state/store.ts'
import { Ended } from './Ended.tsx'
import { Preview } from './Preview.tsx'
import { PublicFrame } from './PublicFrame.tsx'

const FOR = [
  { who: 'learner', icon: 'graduation-cap' },
  { who: 'guardian', icon: 'user' },
  { who: 'teacher', icon: 'users' },
  { who: 'municipality', icon: 'building' },
] as const
const PRINCIPLES = [
  { what: 'own', icon: 'shield' },
  { what: 'shared', icon: 'log-out' },
  { what: 'everyone', icon: 'accessibility' },
] as const

/** What somebody meets who is not logged in: what this is, for whom, and the way in. */
export function LandingPage() {
  const { t, text, locale } = useWords()
  const tenants = useShell((state) => state.start.tenants)
  const route = useShell((state) => state.route)
  usePageTitle('DigiOne')
  // Whoever came by an address that needs a log-in goes on to it afterwards.
  const returnTo = route.kind === 'desktop' ? '/' : `${location.pathname}${location.search}${location.hash}`
  const municipalities = Object.values(tenants)
    .filter(({ kind }) => kind === 'municipality')
    .toSorted((a, b) => text(a.name).localeCompare(text(b.name), locale))
  return (
    <PublicFrame returnTo={returnTo}>
      <Ended returnTo={returnTo} />
      <section className="landing-first">
        <div className="landing-words">
          <h1 tabIndex={-1}>{t('landing.title')}</h1>
          <p className="landing-lead">{t('landing.lead')}</p>
          <button type="button" className="d1-button landing-sign-in" data-kind="primary" onClick={() => signIn(undefined, returnTo)}>
            <Icon name="log-in" />
            {t('sign-in')}
          </button>
          <p className="d1-muted">{t('landing.how')}</p>
        </div>
        <Preview />
      </section>
      <section className="landing-section" aria-labelledby="landing-for">
        <h2 id="landing-for">{t('landing.for')}</h2>
        <ul role="list" className="landing-columns">
          {FOR.map(({ who, icon }) => (
            <li key={who}>
              <Icon name={icon} />
              <h3>{t(`landing.for.${who}`)}</h3>
              <p>{t(`landing.for.${who}.text`)}</p>
            </li>
          ))}
        </ul>
      </section>
      <div className="landing-pair">
        <section className="landing-section" aria-labelledby="landing-principles">
          <h2 id="landing-principles">{t('landing.principles')}</h2>
          <ul role="list" className="landing-principles">
            {PRINCIPLES.map(({ what, icon }) => (
              <li key={what}>
                <Icon name={icon} />
                <p>{t(`landing.principles.${what}`)}</p>
              </li>
            ))}
          </ul>
        </section>
        {municipalities.length > 0 && (
          <section className="landing-section" aria-labelledby="landing-municipalities">
            <h2 id="landing-municipalities">{t('landing.municipalities')}</h2>
            <ul role="list" className="landing-municipalities">
              {municipalities.map(({ slug, name, contact }) => (
                <li key={slug}>
                  <strong>{text(name)}</strong>
                  <a href={`mailto:${contact.email}`}>{contact.email}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </PublicFrame>
  )
}
