import { useWords } from '../language/use-words.ts'
import { setDeveloping } from '../state/actions.ts'
import { mayDevelop } from '../state/developing.ts'
import { OWN_PAGES } from '../state/route.ts'
import { currentContext, useShell } from '../state/store.ts'
import { Icon } from './Icon.tsx'
import { Menu } from './Menu.tsx'
import { MenuItem } from './MenuItem.tsx'

/** Where to turn: the municipality's own address, feedback, and the accessibility statement. */
export function HelpMenu() {
  const { t } = useWords()
  return (
    <Menu label={t('help')} className="bar-button" align="end" button={<Icon name="help" />}>
      <HelpChoices />
    </Menu>
  )
}

export function HelpChoices() {
  const { t, text } = useWords()
  const isDeveloper = useShell(mayDevelop)
  const tenant = useShell((state) => {
    const context = currentContext(state)
    return context ? state.me?.tenants[context.municipality] : undefined
  })
  return (
    <>
      {tenant && (
        <MenuItem icon="mail" href={`mailto:${tenant.contact.email}`}>
          {t('help.contact', { municipality: text(tenant.name) })}
        </MenuItem>
      )}
      <MenuItem icon="message" href={OWN_PAGES.feedback}>
        {t('feedback')}
      </MenuItem>
      <MenuItem icon="accessibility" href={OWN_PAGES.statement}>
        {t('statement')}
      </MenuItem>
      {isDeveloper && (
        <MenuItem icon="activity" onSelect={() => setDeveloping(true)}>
          {t('devtools')}
        </MenuItem>
      )}
    </>
  )
}
