import type { Theme, ThemeChoice } from '@digione/contracts'
import { startLanguage } from '../language/index.ts'
import { applyTheme } from '../theme/apply.ts'
import { hasHint, rememberHint } from './hint.ts'
import { useShell } from './store.ts'

const dark = () => matchMedia('(prefers-color-scheme: dark)')
const contrast = () => matchMedia('(prefers-contrast: more)')

/** What a choice comes to on this device. */
export function schemeOf(choice: ThemeChoice, system: { dark: boolean; contrast: boolean }): Theme['scheme'] {
  if (choice !== 'system') return choice
  return system.contrast ? 'contrast' : system.dark ? 'dark' : 'light'
}

const settle = () => useShell.setState(({ themeChoice }) => ({ scheme: schemeOf(themeChoice, { dark: dark().matches, contrast: contrast().matches }) }))

/** Keeps the document dressed as the person, the system and the municipality have it. */
export function startTheme() {
  for (const query of [dark(), contrast()]) query.addEventListener('change', settle)
  settle()
  const { scheme, brand } = useShell.getState()
  applyTheme({ scheme, brand })
  useShell.subscribe((state, before) => {
    if (state.scheme !== before.scheme || state.brand !== before.brand) applyTheme(state)
  })
}

export function setTheme(themeChoice: ThemeChoice) {
  useShell.setState({ themeChoice })
  rememberHint({ theme: themeChoice })
  settle()
}

/** Speaks another language at once, here and in every module; the next document starts in it. */
export async function setLocale(locale: string) {
  await startLanguage(locale)
  rememberHint({ locale })
  // What was announced in the language before has been heard: a screen reader that comes by would read it in the wrong voice.
  useShell.setState(({ announcement }) => ({ locale, announcement: { ...announcement, text: '' } }))
}

/** A browser that has never been here speaks the person's own language as soon as that is known. */
export function followLanguageOfPerson() {
  if (hasHint()) return
  const stop = useShell.subscribe(({ me, locale }) => {
    if (!me) return
    stop()
    if (me.person.language !== locale) void setLocale(me.person.language)
  })
}
