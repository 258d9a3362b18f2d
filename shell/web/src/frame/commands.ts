import { THEMES } from '@digione/contracts'
import { LANGUAGES } from '../language/languages.ts'
import type { MessageKey } from '../language/index.ts'
import type { Words } from '../language/use-words.ts'
import { navigationOf } from '../navigation/navigation-of.ts'
import { navigate, setDeveloping, setLocale, setTheme, signOut, switchContext } from '../state/actions.ts'
import { mayDevelop } from '../state/developing.ts'
import { OWN_PAGES } from '../state/route.ts'
import { currentContext, releaseOf } from '../state/store.ts'
import type { ShellState } from '../state/store.ts'
import { THEME_ICONS } from '../theme/ThemeChoices.tsx'
import { ROLE_ICONS, contextWords } from './context-words.ts'

/** Something that the search can do. */
export interface Command {
  readonly id: string
  readonly group: 'go' | 'context' | 'settings'
  readonly icon: string
  readonly label: string
  readonly detail: string
  run(): void
}

/** Everything that this person can go to or set, in words of the present language. */
export function commandsOf(state: Pick<ShellState, 'me' | 'start' | 'contextId'>, words: Words): Command[] {
  const { t, text } = words
  const context = currentContext(state)
  const own = (id: string, icon: string, key: MessageKey, path: string): Command => ({
    id,
    group: 'go',
    icon,
    label: t(key),
    detail: '',
    run: () => void navigate(path),
  })
  return [
    own('desktop', 'home', 'desktop', '/'),
    ...(context ? navigationOf(context, (id) => releaseOf(state, id)) : []).map(({ module, href, icon, label, external }): Command => ({
      id: `nav ${module} ${href}`,
      group: 'go',
      icon,
      label: text(label),
      detail: external === 'new-tab' ? t('opens-new-tab') : '',
      run: () => (external ? void open(href, external === 'new-tab' ? '_blank' : '_self', 'noopener') : void navigate(href)),
    })),
    own('feedback', 'message', 'feedback', OWN_PAGES.feedback),
    own('statement', 'accessibility', 'statement', OWN_PAGES.statement),
    ...(state.me?.contexts ?? [])
      .filter(({ id }) => id !== state.contextId)
      .map((other): Command => {
        const { title, place } = contextWords(other, words)
        return {
          id: `context ${other.id}`,
          group: 'context',
          icon: ROLE_ICONS[other.role],
          label: title,
          detail: place,
          run: () => void switchContext(other.id),
        }
      }),
    ...THEMES.map((theme): Command => ({
      id: `theme ${theme}`,
      group: 'settings',
      icon: THEME_ICONS[theme],
      label: t(`theme.${theme}`),
      detail: t('theme'),
      run: () => setTheme(theme),
    })),
    ...LANGUAGES.map(({ code, name }): Command => ({
      id: `language ${code}`,
      group: 'settings',
      icon: 'globe',
      label: name,
      detail: t('language'),
      run: () => void setLocale(code),
    })),
    ...(mayDevelop(state)
      ? [{ id: 'devtools', group: 'settings' as const, icon: 'activity', label: t('devtools'), detail: '', run: () => setDeveloping(true) }]
      : []),
    { id: 'sign-out', group: 'settings', icon: 'log-out', label: t('sign-out'), detail: '', run: () => void signOut() },
  ]
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()

/** Those in which every word of the query begins a word; `aa` finds `Ää`. */
export function matching(commands: readonly Command[], query: string): Command[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean)
  return commands.filter(({ label, detail }) => {
    const words = plain(`${label} ${detail}`).split(/[\s,–-]+/)
    return wanted.every((part) => words.some((word) => word.startsWith(part)))
  })
}
