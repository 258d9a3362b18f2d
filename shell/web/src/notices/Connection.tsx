import { useSyncExternalStore } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'
import { useShell } from '../state/store.ts'

function watchLine(changed: () => void): () => void {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}

/** Says that what is seen may be old: the device is offline, or the platform does not answer. */
export function Connection() {
  const { t, locale } = useWords()
  const isOnline = useSyncExternalStore(watchLine, () => navigator.onLine)
  const isDown = useShell((state) => state.stream === 'down')
  const asOf = useShell((state) => state.asOf)
  const time = asOf === null ? null : new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(asOf)
  return (
    <div role="status" className="connection">
      {(!isOnline || isDown || time) && (
        <div className="d1-notice" data-status="warning">
          <Icon name="wifi-off" />
          <span>{time ? t('connection.asOf', { time }) : t(isOnline ? 'connection.down' : 'connection.offline')}</span>
        </div>
      )}
    </div>
  )
}
