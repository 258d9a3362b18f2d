import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import type { ShownFailure } from '../loader/failure.ts'
import { awaitTitle, usePageTitle } from '../state/page-title.ts'

/** What stands in a failed module's place: its name, one sentence, another try, and a reference to quote. The rest goes on. */
export function Failure({ failure }: { readonly failure: ShownFailure }) {
  return failure.size === 'page' ? <FailurePage failure={failure} /> : <FailureWords failure={failure} />
}

function FailurePage({ failure }: { readonly failure: ShownFailure }) {
  const { text, lang } = useWords()
  usePageTitle(text(failure.name))
  return (
    <div className="page">
      <h1 tabIndex={-1} lang={lang(failure.name)}>
        {text(failure.name)}
      </h1>
      <FailureWords failure={failure} />
    </div>
  )
}

function FailureWords({ failure }: { readonly failure: ShownFailure }) {
  const { t, text, lang } = useWords()
  const { kind, name, reference, retry, size, wanted = '', offered = '' } = failure
  return (
    <div className="failure" role="alert">
      <Icon name={kind === 'blocked' ? 'shield' : 'alert-triangle'} />
      <div className="failure-words">
        <p>
          <strong lang={lang(name)} className={size === 'card' ? 'd1-visually-hidden' : undefined}>
            {text(name)}.
          </strong>{' '}
          {t(`failure.${kind}`, { wanted, offered })}
        </p>
        <p className="d1-muted d1-small">{t('failure.reference', { reference })}</p>
        {retry && (
          <button
            type="button"
            className="d1-button"
            data-size="small"
            onClick={() => {
              // The button goes with the card: the page that comes, or the next failure, takes the focus.
              if (size === 'page') awaitTitle()
              retry()
            }}
          >
            <Icon name="refresh" />
            {t('retry')}
          </button>
        )}
      </div>
    </div>
  )
}
