import { THEMES } from '@digione/contracts'
import type { ThemeChoice } from '@digione/contracts'
import { Menu } from '../frame/Menu.tsx'
import { MenuGroup, MenuItem } from '../frame/MenuItem.tsx'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { setTheme } from '../state/actions.ts'
import { useShell } from '../state/store.ts'

export const THEME_ICONS: Readonly<Record<ThemeChoice, string>> = { system: 'monitor', light: 'sun', dark: 'moon', contrast: 'contrast' }

/** The four ways to look, inside a menu. */
export function ThemeChoices() {
  const { t } = useWords()
  const chosen = useShell((state) => state.themeChoice)
  return (
    <MenuGroup label={t('theme')}>
      {THEMES.map((theme) => (
        <MenuItem key={theme} icon={THEME_ICONS[theme]} checked={theme === chosen} onSelect={() => setTheme(theme)}>
          {t(`theme.${theme}`)}
        </MenuItem>
      ))}
    </MenuGroup>
  )
}

export function ThemeMenu() {
  const { t } = useWords()
  const chosen = useShell((state) => state.themeChoice)
  return (
    <Menu label={t('theme')} prefix={`${t('theme')}: ${t(`theme.${chosen}`)}`} className="bar-button" align="end" button={<Icon name={THEME_ICONS[chosen]} />}>
      <ThemeChoices />
    </Menu>
  )
}
