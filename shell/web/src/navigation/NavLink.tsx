import { memo } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import type { NavItem } from './navigation-of.ts'

interface Props {
  readonly item: NavItem
  readonly isCurrent: boolean
  readonly className: string
}

/** One entry of the navigation, wherever it stands. Of the many that stay as they are none is drawn anew when somebody goes elsewhere. */
export const NavLink = memo(function NavLink({ item, isCurrent, className }: Props) {
  const { t, text, lang } = useWords()
  const opensTab = item.external === 'new-tab'
  return (
    <a
      className={className}
      href={item.href}
      data-nav={item.module}
      aria-current={isCurrent ? 'page' : undefined}
      target={opensTab ? '_blank' : undefined}
      rel={item.external ? 'noopener noreferrer' : undefined}
    >
      <Icon name={item.icon} />
      <span className="nav-label" lang={lang(item.label)}>
        {text(item.label)}
      </span>
      {item.external && (
        <span className="nav-external">
          <Icon name="external-link" />
          {opensTab && <span className="d1-visually-hidden">, {t('opens-new-tab')}</span>}
        </span>
      )}
    </a>
  )
})
