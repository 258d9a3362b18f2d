import { Icon } from './Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { NavLink } from '../navigation/NavLink.tsx'
import { useNavigation } from '../navigation/use-navigation.ts'
import { OWN_PAGES } from '../state/route.ts'
import { useShell } from '../state/store.ts'

/** Beside the desktop and "more", as many as a thumb reaches. */
const MODULES_IN_TABS = 3

/** The lower edge of a phone. What does not fit stands behind "more". */
export function BottomTabs() {
  const { t } = useWords()
  const { items, current, isDesktop } = useNavigation()
  const route = useShell((state) => state.route)
  const shown = items.filter(({ external }) => !external).slice(0, MODULES_IN_TABS)
  const isElsewhere = !isDesktop && !(current && shown.includes(current))
  return (
    <nav className="tabs" aria-label={t('navigation')}>
      <a className="tab" href="/" data-nav="desktop" aria-current={isDesktop ? 'page' : undefined}>
        <Icon name="home" />
        <span className="nav-label">{t('desktop')}</span>
      </a>
      {shown.map((item) => (
        <NavLink key={item.href} item={item} isCurrent={item === current} className="tab" />
      ))}
      <a className="tab" href={OWN_PAGES.more} aria-current={route.kind === 'more' ? 'page' : isElsewhere ? 'true' : undefined}>
        <Icon name="menu" />
        <span className="nav-label">{t('more')}</span>
      </a>
    </nav>
  )
}
