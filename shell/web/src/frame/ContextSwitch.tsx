import type { MyContext } from '@digione/contracts'
import { useWords } from '../language/use-words.ts'
import { signIn, switchContext } from '../state/actions.ts'
import { currentContext, useShell } from '../state/store.ts'
import { ContextLabel } from './ContextLabel.tsx'
import { contextWords, lockedWords } from './context-words.ts'
import { Icon } from './Icon.tsx'
import { Menu } from './Menu.tsx'
import { MenuGroup, MenuItem } from './MenuItem.tsx'

/** Who am I here, where, for whom; and the way to another. Roles that this log-in does not open say how they open. */
export function ContextSwitch({ side }: { readonly side: 'below' | 'beside' }) {
  const words = useWords()
  const { t } = words
  const me = useShell((state) => state.me)
  const contextId = useShell((state) => state.contextId)
  const current = currentContext({ me, contextId })
  if (!me) return null
  return (
    <Menu
      label={t('context.switch')}
      prefix={`${t('context.switch')}:`}
      className="context-button"
      side={side}
      button={
        <>
          {current ? <ContextLabel context={current} /> : <span className="context-title">{t('context.none')}</span>}
          <Icon name="sort" />
        </>
      }
    >
      {byMunicipality(me.contexts).map(([municipality, contexts]) => (
        <MenuGroup key={municipality} label={words.text(contexts[0].municipalityName)}>
          {contexts.map((context) => (
            <MenuItem
              key={context.id}
              context={context.id}
              checked={context.id === contextId}
              name={contextWords(context, words).title}
              onSelect={() => context.id !== contextId && void switchContext(context.id)}
            >
              <ContextLabel context={context} />
            </MenuItem>
          ))}
        </MenuGroup>
      ))}
      {me.locked.length > 0 && (
        <MenuGroup label={t('context.locked')}>
          {me.locked.map((locked) => {
            const { title, provider } = lockedWords(locked, words)
            return (
              <MenuItem
                key={`${locked.municipality} ${locked.role}`}
                onSelect={() => signIn(locked.opensWith.provider, `${location.pathname}${location.search}`)}
              >
                <span className="context">
                  <span className="context-mark">
                    <Icon name="lock" />
                  </span>
                  <span className="context-words">
                    <span className="context-title">{title}</span>
                    <span className="context-place">{t('context.unlock', { provider })}</span>
                  </span>
                </span>
              </MenuItem>
            )
          })}
        </MenuGroup>
      )}
    </Menu>
  )
}

function byMunicipality(contexts: readonly MyContext[]): (readonly [string, readonly [MyContext, ...MyContext[]]])[] {
  const groups = new Map<string, [MyContext, ...MyContext[]]>()
  for (const context of contexts) {
    const group = groups.get(context.municipality)
    if (group) group.push(context)
    else groups.set(context.municipality, [context])
  }
  return [...groups]
}
