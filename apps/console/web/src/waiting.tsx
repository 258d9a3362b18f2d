import { useHost } from '@digione/sdk/react'

export function Loading() {
  const host = useHost()
  return (
    <div role="status">
      <span className="d1-visually-hidden">{host.t('loading')}</span>
      <div className="d1-skeleton cn-skeleton" />
    </div>
  )
}

export function Failed({ text, retry }: { readonly text: string; readonly retry: () => void }) {
  const host = useHost()
  return (
    <div className="d1-notice" data-status="danger" role="alert">
      <p>{text}</p>
      <button type="button" className="d1-button" onClick={retry}>
        {host.t('retry')}
      </button>
    </div>
  )
}
