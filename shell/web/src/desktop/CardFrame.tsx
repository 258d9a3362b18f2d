import { useId } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { ModuleCard } from '../loader/ModuleCard.tsx'
import { moduleBase } from '../state/route.ts'
import type { CardTile, LinkTile } from './tiles-of.ts'

/** A module's widget with the shell's edges: what it is, and whose. The name leads to the module's page, in the card's own context. */
export function CardFrame({ tile: { context, release }, showsWhose }: { readonly tile: CardTile; readonly showsWhose: boolean }) {
  const { text, lang } = useWords()
  const id = useId()
  const { learner } = context
  const hasPage = release.manifest.nav.length > 0
  const name = text(release.manifest.name)
  return (
    <article className="d1-card desktop-card" aria-labelledby={id}>
      <header className="desktop-card-head">
        <h3 className="d1-card-title" id={id} lang={lang(release.manifest.name)}>
          <Icon name={release.manifest.icon} />
          {hasPage ? (
            <a href={moduleBase(context.municipality, release.module)} data-in-context={context.id}>
              {name}
            </a>
          ) : (
            name
          )}
        </h3>
        {showsWhose && learner && <d1-chip name={learner.givenName} person={learner.name} place={text(context.municipalityName)} />}
      </header>
      <ModuleCard contextId={context.id} module={release.module} release={release.id} slot="desktop.card.v1" />
    </article>
  )
}

/** A tile that leads to a system beside the platform. */
export function LinkCard({ tile: { release, manifest, contexts } }: { readonly tile: LinkTile }) {
  const { t, text, lang } = useWords()
  const opensTab = manifest.link.opens === 'new-tab'
  const places = [...new Set(contexts.map(({ municipalityName }) => text(municipalityName)))].join(', ')
  return (
    <a
      className="d1-card link-card"
      href={manifest.link.url}
      data-module={release.module}
      data-release={release.id}
      data-slot="tile"
      target={opensTab ? '_blank' : undefined}
      rel="noopener noreferrer"
    >
      <Icon name={manifest.icon} />
      <span className="link-card-words">
        <strong lang={lang(manifest.name)}>{text(manifest.name)}</strong>
        <span className="d1-muted d1-small" lang={lang(manifest.description)}>
          {text(manifest.description)}
        </span>
        <span className="d1-muted d1-small">{places}</span>
      </span>
      <Icon name="external-link" />
      {opensTab && <span className="d1-visually-hidden">{t('opens-new-tab')}</span>}
    </a>
  )
}
