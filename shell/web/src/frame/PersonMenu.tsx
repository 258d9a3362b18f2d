import { LanguageChoices } from '../language/LanguageChoices.tsx'
import { useWords } from '../language/use-words.ts'
import { signOut } from '../state/actions.ts'
import { OWN_PAGES } from '../state/route.ts'
import { useShell } from '../state/store.ts'
import { ThemeChoices } from '../theme/ThemeChoices.tsx'
import { Menu } from './Menu.tsx'
import { MenuItem } from './MenuItem.tsx'

/** Whose session this is, always in sight, and how to end it. */
export function PersonMenu() {
  const { t } = useWords()
  const person = useShell((state) => state.me?.person)
  if (!person) return null
  return (
    <Menu
      label={t('person.menu')}
      prefix={`${t('person.menu')}:`}
      className="person-button"
      side="above"
      button={
        <>
          <d1-avatar name={person.name} />
          <span className="person-name">{person.name}</span>
        </>
      }
    >
      <ThemeChoices />
      <LanguageChoices />
      <div className="menu-group" role="group" aria-label={person.name}>
        <MenuItem icon="accessibility" href={OWN_PAGES.statement}>
          {t('statement')}
        </MenuItem>
        {/* On a shared device the next person must see at once that this is not theirs; leaving is the same for both. */}
        <MenuItem icon="user-x" onSelect={() => void signOut()}>
          {t('person.not-you', { name: person.givenName })}
        </MenuItem>
        <MenuItem icon="log-out" onSelect={() => void signOut()}>
          {t('sign-out')}
        </MenuItem>
      </div>
    </Menu>
  )
}
