import { useId } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { placePopup } from '../frame/place-popup.ts'
import { useWords } from '../language/use-words.ts'
import { markSeen, useHistory } from './history.ts'

/** The notices that passed, for whoever looked away. */
export function NoticesMenu() {
  const { t, say } = useWords()
  const id = useId()
  const { past, unseen } = useHistory()
  const label = unseen > 0 ? `${t('notices')}: ${t('notices.count', { count: unseen })}` : t('notices')
  return (
    <>
      <button type="button" id={`${id}-button`} className="bar-button" aria-label={label} title={label} popoverTarget={id}>
        <Icon name="bell" />
        {unseen > 0 && <span className="bar-dot" />}
      </button>
      <section
        id={id}
        popover="auto"
        className="d1-overlay popup notices-past"
        aria-label={t('notices.past')}
        onBeforeToggle={({ newState, currentTarget }) => {
          const button = document.getElementById(`${id}-button`)
          if (newState === 'open' && button) placePopup(currentTarget, button.getBoundingClientRect(), 'end', 'below')
          if (newState === 'closed') markSeen()
        }}
      >
        <h2>{t('notices')}</h2>
        {past.length === 0 && <p className="d1-muted">{t('notices.none')}</p>}
        <ul role="list">
          {past.map((notice) => (
            <li key={notice.id}>
              <d1-status tone={notice.tone} label={t(`tone.${notice.tone}`)} />
              <p>{say(notice.text)}</p>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
