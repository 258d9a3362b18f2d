import type { ReactNode } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { Skeleton } from './Skeleton.tsx'
import type { Fetched } from './use-later.ts'

/** Stands where something of the shell's own is fetched: as a skeleton, as a sentence with another try where it was not got, and as itself. */
export function Later<T>({ what, children }: { readonly what: Fetched<T>; readonly children: (got: T) => ReactNode }) {
  const { t } = useWords()
  if (what === null) return <Skeleton size="large" />
  if (what !== 'failed') return children(what)
  return (
    <div className="failure" role="alert">
      <Icon name="alert-triangle" />
      <div className="failure-words">
        <p>{t('later.failed')}</p>
        {/* A document remembers what it could not import. */}
        <button type="button" className="d1-button" data-size="small" onClick={() => location.reload()}>
          <Icon name="refresh" />
          {t('retry')}
        </button>
      </div>
    </div>
  )
}
