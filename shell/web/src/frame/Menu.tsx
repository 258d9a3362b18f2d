import { useId, useRef } from 'react'
import type { KeyboardEvent, ReactNode, ToggleEvent } from 'react'
import { placePopup } from './place-popup.ts'

interface Props {
  /** What the menu is called; where the button shows no words of its own, so is the button. */
  readonly label: string
  /** What a screen reader hears before the words that the button shows. @default the label */
  readonly prefix?: string
  readonly button: ReactNode
  readonly className: string
  readonly children: ReactNode
  /** Which edge of the button the menu keeps to. @default "start" */
  readonly align?: 'start' | 'end'
  /** Where the menu opens. @default "below" */
  readonly side?: 'below' | 'above' | 'beside'
}

/**
 * A button and its menu, by the ARIA pattern: arrows, Home, End and first letters move, Escape and Tab leave.
 *
 * The menu is a native popover: it stands above everything, closes on a press elsewhere and gives the focus back. On a phone it is a sheet at the bottom.
 */
export function Menu({ label, prefix = label, button, className, children, align = 'start', side = 'below' }: Props) {
  const id = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const opensAtEnd = useRef(false)

  const onToggle = ({ newState }: ToggleEvent<HTMLDivElement>) => {
    trigger.current?.setAttribute('aria-expanded', String(newState === 'open'))
    if (newState !== 'open' || !menu.current) return
    const items = itemsOf(menu.current)
    const chosen = opensAtEnd.current ? items.at(-1) : items.find((item) => item.getAttribute('aria-checked') === 'true')
    opensAtEnd.current = false
    ;(chosen ?? items[0])?.focus()
  }
  const onBeforeToggle = ({ newState }: ToggleEvent<HTMLDivElement>) => {
    if (newState === 'open' && trigger.current && menu.current) placePopup(menu.current, trigger.current.getBoundingClientRect(), align, side)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (!menu.current) return
    if (event.key === 'Tab') return menu.current.hidePopover()
    const next = nextItem(itemsOf(menu.current), event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  const onButtonKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    opensAtEnd.current = event.key === 'ArrowUp'
    menu.current?.showPopover()
  }
  return (
    <>
      <button ref={trigger} type="button" className={className} aria-haspopup="menu" aria-expanded="false" popoverTarget={id} onKeyDown={onButtonKeyDown}>
        <span className="d1-visually-hidden">{prefix} </span>
        {button}
        {/* For the pointer alone: on the button itself a screen reader would say it after the name that says it already. */}
        <span className="menu-tip" title={label} aria-hidden="true" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className="d1-overlay d1-menu popup"
        onBeforeToggle={onBeforeToggle}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
        onClick={({ target }) => {
          if (target instanceof Element && target.closest('[role^="menuitem"]')) menu.current?.hidePopover()
        }}
      >
        {children}
      </div>
    </>
  )
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]

function nextItem(items: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (key === 'ArrowDown') return items[(at + 1) % items.length]
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1)
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const letter = key.toLocaleLowerCase()
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) =>
    (item.dataset['name'] ?? item.textContent ?? '').trim().toLocaleLowerCase().startsWith(letter),
  )
}
