import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useWords } from '../language/use-words.ts'
import { useShell } from '../state/store.ts'
import { commandsOf, matching } from './commands.ts'
import type { Command } from './commands.ts'
import { Icon } from './Icon.tsx'

const GROUPS = ['go', 'context', 'settings'] as const

/** Search over everything that can be gone to or set; the keyboard never leaves the field. A combobox with a list, by the ARIA pattern. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const me = useShell((state) => state.me)
  const start = useShell((state) => state.start)
  const contextId = useShell((state) => state.contextId)
  const commands = useMemo(() => commandsOf({ me, start, contextId }, words), [me, start, contextId, words])
  const found = matching(commands, query)
  const active = found[Math.min(at, found.length - 1)]
  const optionId = (command: Command) => `${id}-${commands.indexOf(command)}`

  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const run = (command: Command) => {
    dialog.current?.close()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 }
    const next = moves[event.key]
    if (next !== undefined && found.length > 0) {
      event.preventDefault()
      setAt((next + found.length) % found.length)
    } else if (event.key === 'Enter' && active) {
      event.preventDefault()
      run(active)
    }
  }
  return (
    <dialog ref={dialog} className="d1-overlay palette" aria-label={t('search')} onClose={onClose} closedby="any">
      <div className="palette-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          aria-label={t('search')}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? optionId(active) : undefined}
          placeholder={t('search.placeholder')}
          value={query}
          onChange={({ target }) => {
            setQuery(target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="bar-button" aria-label={t('close')} onClick={() => dialog.current?.close()}>
          <Icon name="x" />
        </button>
      </div>
      <p className="d1-visually-hidden" role="status">
        {query && t('search.results', { count: found.length })}
      </p>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('search')} className="palette-list">
        {GROUPS.map((group) => {
          const some = found.filter((command) => command.group === group)
          if (some.length === 0) return null
          return (
            <div key={group} role="group" aria-label={t(`search.group.${group}`)} className="menu-group">
              <div className="menu-heading" aria-hidden="true">
                {t(`search.group.${group}`)}
              </div>
              {some.map((command) => (
                // The keyboard stays in the field and chooses with Enter: an option is pressed by pointer alone, and is never focused.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                <div
                  key={command.id}
                  id={optionId(command)}
                  role="option"
                  aria-selected={command === active}
                  className="d1-menu-item"
                  onClick={() => run(command)}
                >
                  <Icon name={command.icon} />
                  <span>{command.label}</span>
                  {command.detail && <span className="palette-detail">{command.detail}</span>}
                </div>
              ))}
            </div>
          )
        })}
      </div>
      {found.length === 0 && <p className="palette-none">{t('search.none', { query })}</p>}
    </dialog>
  )
}
