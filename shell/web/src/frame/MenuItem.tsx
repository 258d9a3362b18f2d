import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

interface Props {
  readonly icon?: string
  readonly children: ReactNode
  readonly onSelect?: () => void
  readonly href?: string
  /** For one of several: whether it is the one. */
  readonly checked?: boolean
  readonly lang?: string
  /** The context that it switches to. */
  readonly context?: string
  /** What first letters find. */
  readonly name?: string
}

/** One choice of a menu: an action, an address, or one of several. */
export function MenuItem({ icon, children, onSelect, href, checked, lang, context, name }: Props) {
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      <span className="menu-words">{children}</span>
      {checked !== undefined && <span className="menu-check">{checked && <Icon name="check" />}</span>}
    </>
  )
  const shared = { className: 'd1-menu-item', tabIndex: -1, lang, 'data-name': name, onClick: onSelect }
  if (href) {
    return (
      <a {...shared} role="menuitem" href={href}>
        {inside}
      </a>
    )
  }
  return (
    <button {...shared} type="button" role={checked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={checked} data-context={context}>
      {inside}
    </button>
  )
}

/** Choices that belong together. */
export function MenuGroup({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="menu-group" role="group" aria-label={label}>
      <div className="menu-heading" aria-hidden="true">
        {label}
      </div>
      {children}
    </div>
  )
}
