import { useHost } from '@digione/sdk/react'
import { type ReactNode, useEffect } from 'react'
import { Failed, Loading } from './waiting.tsx'

interface AboutServiceProps {
  readonly id: string
  readonly title: string
  readonly intro: string | undefined
  readonly isLoading: boolean
  /** What is said where something could not be loaded; `null` where all could. */
  readonly failed: string | null
  readonly retry: () => void
  /** Whether there is no such service. */
  readonly isUnknown: boolean
  readonly children: ReactNode
}

/** A page below one service's own: the way back to it, what the page is called, and what it waits for. */
export function AboutService({ id, title, intro, isLoading, failed, retry, isUnknown, children }: AboutServiceProps) {
  const host = useHost()
  // A page is named once: before its service is there, a name would be said that is none.
  useEffect(() => {
    if (!isLoading) host.title(title)
  }, [host, title, isLoading])
  return (
    <div className="cn-page">
      <a className="cn-back" href={host.href('/services/:service', { service: id })}>
        <d1-icon name="arrow-left" />
        {host.t('backToService')}
      </a>
      <header>
        <h1>{title}</h1>
        {intro !== undefined && <p className="cn-muted">{intro}</p>}
      </header>
      {isLoading && <Loading />}
      {!isLoading && failed !== null && <Failed text={failed} retry={retry} />}
      {isUnknown && <p>{host.t('notFound')}</p>}
      {children}
    </div>
  )
}
