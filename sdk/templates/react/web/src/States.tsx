import { useHost } from '@digione/sdk/react'

/** As many lines as are expected, each with its final height: nothing jumps when they come. */
export function Loading({ rows }: { readonly rows: number }) {
  const host = useHost()
  return (
    <div role="status" className="homework-skeleton">
      <span className="d1-visually-hidden">{host.t('loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="d1-skeleton" />
      ))}
    </div>
  )
}

export function Failed({ onRetry }: { readonly onRetry: () => void }) {
  const host = useHost()
  return (
    <div role="alert" className="d1-notice homework-notice" data-status="danger">
      <d1-icon name="alert-circle" />
      <p>{host.t('failed')}</p>
      <button type="button" className="d1-button" onClick={onRetry}>
        {host.t('retry')}
      </button>
    </div>
  )
}
