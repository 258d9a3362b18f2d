import { ContextLabel } from '../frame/ContextLabel.tsx'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { switchContext } from '../state/actions.ts'
import { usePageTitle } from '../state/page-title.ts'
import { contextOf, useShell } from '../state/store.ts'
import type { Offer } from '../state/store.ts'

/** An address that belongs to other contexts of the person: says so, and goes there when asked. */
export function OfferPage({ offer }: { readonly offer: Offer }) {
  const { t } = useWords()
  const me = useShell((state) => state.me)
  const contexts = offer.contextIds.flatMap((id) => contextOf({ me }, id) ?? [])
  const title = t('offer.title')
  usePageTitle(title)
  return (
    <div className="page problem">
      <Icon name="sort" />
      <h1 tabIndex={-1}>{title}</h1>
      <p>{t('offer.text', { count: contexts.length })}</p>
      <ul role="list" className="offer-choices">
        {contexts.map((context) => (
          <li key={context.id}>
            <button
              type="button"
              className="d1-button offer-choice"
              data-context={context.id}
              onClick={() => void switchContext(context.id, { go: offer.path })}
            >
              <ContextLabel context={context} />
              <Icon name="arrow-right" />
            </button>
          </li>
        ))}
      </ul>
      <a className="d1-button" data-kind="quiet" href="/">
        {t('offer.stay')}
      </a>
    </div>
  )
}
