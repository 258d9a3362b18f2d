import { useEffect, useRef, useState } from 'react'
import type { FocusEvent } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { dismissNotice } from '../state/actions.ts'
import { useShell } from '../state/store.ts'
import type { ShownNotice } from '../state/store.ts'
import { keepHistory } from './history.ts'

/** How long a notice stays at least, in ms; one that asks for something stays longer, and an error until it is put away. */
const STAYS_MS = 6_000
const STAYS_WITH_ACTION_MS = 12_000

const ICONS = { info: 'info', success: 'check-circle', warning: 'alert-triangle', danger: 'alert-circle' } as const

/** Where notices appear: read out politely, never in the way of the keyboard, and standing while somebody is on them. */
export function Toasts() {
  const { t } = useWords()
  const notices = useShell((state) => state.notices)
  const [isHeld, setHeld] = useState(false)
  const list = useRef<HTMLOListElement>(null)
  const cameFrom = useRef<HTMLElement | null>(null)
  useEffect(keepHistory, [])

  const onFocus = ({ relatedTarget }: FocusEvent) => {
    setHeld(true)
    if (relatedTarget instanceof HTMLElement && !list.current?.contains(relatedTarget)) cameFrom.current = relatedTarget
  }
  /** Puts a notice away. The focus, where the notice had it, goes back to where it was before: the place of a notice is nowhere. */
  const putAway = (id: string, element: HTMLElement | null) => {
    if (element?.contains(document.activeElement) && cameFrom.current?.isConnected) cameFrom.current.focus({ preventScroll: true })
    dismissNotice(id)
  }
  return (
    <section className="toasts" aria-label={t('notices')}>
      {/* Nothing is operated here: being on the list merely holds the notices. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ol
        ref={list}
        role="list"
        aria-live="polite"
        aria-relevant="additions"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={onFocus}
        onBlur={() => setHeld(false)}
      >
        {notices.map((notice) => (
          <Toast key={notice.id} notice={notice} isHeld={isHeld} putAway={putAway} />
        ))}
      </ol>
    </section>
  )
}

interface ToastProps {
  readonly notice: ShownNotice
  readonly isHeld: boolean
  readonly putAway: (id: string, element: HTMLElement | null) => void
}

function Toast({ notice, isHeld, putAway }: ToastProps) {
  const { t, say } = useWords()
  const { id, tone, text, action } = notice
  const element = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isHeld || tone === 'danger') return undefined
    const timer = setTimeout(() => dismissNotice(id), action ? STAYS_WITH_ACTION_MS : STAYS_MS)
    return () => clearTimeout(timer)
  }, [id, tone, action, isHeld])
  return (
    <li ref={element} className="toast" data-status={tone}>
      <Icon name={ICONS[tone]} />
      <span className="toast-text">
        <span className="d1-visually-hidden">{t(`tone.${tone}`)}: </span>
        {say(text)}
      </span>
      {action && (
        <button
          type="button"
          className="d1-button"
          data-size="small"
          onClick={() => {
            putAway(id, element.current)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="bar-button" aria-label={t('notice.dismiss')} onClick={() => putAway(id, element.current)}>
        <Icon name="x" />
      </button>
    </li>
  )
}
