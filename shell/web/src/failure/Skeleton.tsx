import { useWords } from '../language/use-words.ts'

/** Keeps a module's place while it is fetched: as high as what will stand there, so that nothing moves. */
export function Skeleton({ size }: { readonly size: 'page' | 'small' | 'medium' | 'large' }) {
  const { t } = useWords()
  return (
    <div className="skeleton" data-size={size} role="status">
      <span className="d1-visually-hidden">{t('loading')}</span>
      {size === 'page' && <span className="d1-skeleton skeleton-title" />}
      <span className="d1-skeleton" />
      <span className="d1-skeleton" />
      <span className="d1-skeleton" />
    </div>
  )
}
