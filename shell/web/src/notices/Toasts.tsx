import { useEffect, useState } from 'react'
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
  useEffect(keepHistory, [])
  return (
    <section className="toasts" aria-label={t('notices')}>
      {/* Nothing is operated here: being on the list merely holds the notices. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ol
        role="list"
        aria-live="polite"
        aria-relevant="additions"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {notices.map((notice) => (
          <Toast key={notice.id} notice={notice} isHeld={isHeld} />
        ))}
      </ol>
    </section>
  )
}

function Toast({ notice, isHeld }: { readonly notice: ShownNotice; readonly isHeld: boolean }) {
  const { t, say } = useWords()
  const { id, tone, text, action } = notice
  useEffect(() => {
    if (isHeld || tone === 'danger') return undefined
    const timer = setTimeout(() => dismissNotice(id), action ? STAYS_WITH_ACTION_MS : STAYS_MS)
    return () => clearTimeout(timer)
  }, [id, tone, action, isHeld])
  return (
    <li className="toast" data-status={tone}>
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
            dismissNotice(id)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="bar-button" aria-label={t('notice.dismiss')} onClick={() => dismissNotice(id)}>
        <Icon name="x" />
      </button>
    </li>
  )
}
