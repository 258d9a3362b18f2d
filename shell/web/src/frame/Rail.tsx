import { useState } from 'react'
import { useWords } from '../language/use-words.ts'
import { Navigation } from '../navigation/Navigation.tsx'
import { ContextSwitch } from './ContextSwitch.tsx'
import { Icon } from './Icon.tsx'
import { PersonMenu } from './PersonMenu.tsx'

const COLLAPSED = 'digione.rail'

/** The left edge of wide windows: whom one works as, the modules by purpose, oneself. Between phone and desk it shows icons alone. */
export function Rail() {
  const { t } = useWords()
  const [isCollapsed, setCollapsed] = useState(() => sessionStorage.getItem(COLLAPSED) === 'yes')
  const toggle = () => {
    sessionStorage.setItem(COLLAPSED, isCollapsed ? 'no' : 'yes')
    setCollapsed(!isCollapsed)
  }
  return (
    <aside className="rail" aria-label={t('rail')} data-collapsed={isCollapsed}>
      <ContextSwitch side="beside" />
      <div className="rail-scroll">
        <Navigation idPrefix="rail" />
      </div>
      <div className="rail-foot">
        <PersonMenu />
        <button
          type="button"
          className="bar-button rail-toggle"
          aria-pressed={isCollapsed}
          aria-label={t('rail.collapse')}
          title={t(isCollapsed ? 'rail.expand' : 'rail.collapse')}
          onClick={toggle}
        >
          <Icon name={isCollapsed ? 'chevron-right' : 'chevron-left'} />
        </button>
      </div>
    </aside>
  )
}
