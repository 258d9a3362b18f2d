import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { NavLink } from './NavLink.tsx'
import { byGroup } from './navigation-of.ts'
import type { NavGroup } from './navigation-of.ts'
import { useNavigation } from './use-navigation.ts'

const HEADINGS = {
  teaching: 'navigation.group.teaching',
  everyday: 'navigation.group.everyday',
  communication: 'navigation.group.communication',
  administration: 'navigation.group.administration',
  other: 'navigation.other',
} as const satisfies Record<NavGroup, string>

/** The desktop and the modules of the context in use, by purpose. */
export function Navigation({ idPrefix, labelledBy }: { readonly idPrefix: string; readonly labelledBy?: string }) {
  const { t } = useWords()
  const { items, current, isDesktop } = useNavigation()
  return (
    <nav className="navigation" aria-label={labelledBy ? undefined : t('navigation')} aria-labelledby={labelledBy}>
      <a className="nav-link" href="/" data-nav="desktop" aria-current={isDesktop ? 'page' : undefined}>
        <Icon name="home" />
        <span className="nav-label">{t('desktop')}</span>
      </a>
      {byGroup(items).map(({ group, items: some }) => (
        <div key={group} className="nav-group">
          <h2 className="nav-heading" id={`${idPrefix}-${group}`}>
            {t(HEADINGS[group])}
          </h2>
          <ul role="list" aria-labelledby={`${idPrefix}-${group}`}>
            {some.map((item) => (
              <li key={`${item.module} ${item.href}`}>
                <NavLink item={item} isCurrent={item === current} className="nav-link" />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
