import { Icon } from '../frame/Icon.tsx'
import { Menu } from '../frame/Menu.tsx'
import { MenuGroup, MenuItem } from '../frame/MenuItem.tsx'
import { setLocale } from '../state/actions.ts'
import { LANGUAGES } from './languages.ts'
import { useWords } from './use-words.ts'

/** Every language by its own name, inside a menu. */
export function LanguageChoices() {
  const { t, locale } = useWords()
  return (
    <MenuGroup label={t('language')}>
      {LANGUAGES.map(({ code, name }) => (
        <MenuItem key={code} lang={code} checked={code === locale} onSelect={() => void setLocale(code)}>
          {name}
        </MenuItem>
      ))}
    </MenuGroup>
  )
}

export function LanguageMenu() {
  const { t, locale } = useWords()
  return (
    <Menu
      label={t('language')}
      prefix={`${t('language')}: ${LANGUAGES.find(({ code }) => code === locale)?.name ?? ''}`}
      className="bar-button"
      align="end"
      button={
        <>
          <Icon name="globe" />
          <span className="bar-code">{locale.toUpperCase()}</span>
        </>
      }
    >
      <LanguageChoices />
    </Menu>
  )
}
