import type { ReactNode } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { usePageTitle } from '../state/page-title.ts'

/** A page that says why something else is not here, and the way on. */
export function Problem({
  icon,
  title,
  text,
  children,
}: {
  readonly icon: string
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}) {
  const { t } = useWords()
  usePageTitle(title)
  return (
    <div className="page problem">
      <Icon name={icon} />
      <h1 tabIndex={-1}>{title}</h1>
      <p>{text}</p>
      <div className="d1-row">
        {children}
        <a className="d1-button" href="/">
          {t('problem.home')}
        </a>
      </div>
    </div>
  )
}
