import type { Me, MyContext } from '@digione/contracts'
import { useMemo, useState } from 'react'
import { ContextMark } from '../frame/ContextLabel.tsx'
import { contextWords, lockedWords, roleWord } from '../frame/context-words.ts'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { signIn } from '../state/actions.ts'
import { usePageTitle } from '../state/page-title.ts'
import { releaseOf, useShell } from '../state/store.ts'
import { CardFrame, LinkCard } from './CardFrame.tsx'
import { greetingKey, longDate } from './greeting.ts'
import { desktopOf } from './tiles-of.ts'

/** The front page: a greeting, and what each of the person's contexts has to say today. */
export function DesktopPage({ me }: { readonly me: Me }) {
  const { t, locale } = useWords()
  const start = useShell((state) => state.start)
  const { sections, links } = useMemo(() => desktopOf(me, (id) => releaseOf({ me, start }, id)), [me, start])
  const [now] = useState(() => new Date())
  usePageTitle(t('desktop'))
  const hasHeadings = sections.length > 1
  const hasSeveralLearners = new Set(sections.map(({ context }) => context.learner?.id)).size > 1
  return (
    <div className="page desktop">
      <header className="desktop-head">
        <h1 tabIndex={-1}>{t(greetingKey(now), { name: me.person.givenName })}</h1>
        <p className="desktop-date">{longDate(now, locale)}</p>
      </header>
      {me.contexts.length === 0 && <d1-empty icon="school" heading={t('desktop.no-contexts')} text={t('desktop.no-contexts.text')} />}
      {me.contexts.length > 0 && sections.length === 0 && links.length === 0 && (
        <d1-empty icon="layout-grid" heading={t('desktop.empty')} text={t('desktop.empty.text')} />
      )}
      {sections.map(({ context, cards }) => (
        <section key={context.id} className="desktop-section" aria-labelledby={`section-${context.id}`}>
          <SectionHeading context={context} isShown={hasHeadings} />
          <div className="desktop-grid">
            {cards.map((tile) => (
              <CardFrame key={`${tile.release.module} ${tile.release.id}`} tile={tile} showsWhose={hasSeveralLearners} />
            ))}
          </div>
        </section>
      ))}
      {links.length > 0 && (
        <section className="desktop-section" aria-labelledby="section-links">
          <h2 id="section-links" className="desktop-heading">
            {t('desktop.links')}
          </h2>
          <div className="desktop-grid">
            {links.map((tile) => (
              <LinkCard key={tile.manifest.link.url} tile={tile} />
            ))}
          </div>
        </section>
      )}
      <Locked me={me} />
    </div>
  )
}

/** Whose part of the desktop this is. With one context alone there is nothing to tell apart, so only a screen reader meets it. */
function SectionHeading({ context, isShown }: { readonly context: MyContext; readonly isShown: boolean }) {
  const words = useWords()
  const { title, place } = contextWords(context, words)
  const { learner } = context
  const full = context.role === 'guardian' && learner ? [learner.name, learner.group].filter(Boolean).join(' ') : roleWord(context, words)
  return (
    <h2 id={`section-${context.id}`} className={isShown ? 'desktop-heading' : 'd1-visually-hidden'}>
      {isShown && <ContextMark context={context} />}
      <span>{isShown ? full : title}</span> <span className="desktop-place">{place}</span>
    </h2>
  )
}

/** Roles that this log-in does not open: that they are there, and how they open. */
function Locked({ me }: { readonly me: Me }) {
  const words = useWords()
  const { t, text } = words
  if (me.locked.length === 0) return null
  return (
    <ul role="list" className="desktop-locked">
      {me.locked.map((locked) => (
        <li key={`${locked.municipality} ${locked.role}`} className="locked">
          <Icon name="lock" />
          <span className="locked-words">
            <strong>
              {t('desktop.locked', { role: roleWord(locked, words).toLocaleLowerCase(words.locale), municipality: text(locked.municipalityName) })}
            </strong>
            <span className="d1-muted">{t('desktop.locked.text')}</span>
          </span>
          <button type="button" className="d1-button" onClick={() => signIn(locked.opensWith.provider, '/')}>
            {t('context.unlock', { provider: lockedWords(locked, words).provider })}
          </button>
        </li>
      ))}
    </ul>
  )
}
