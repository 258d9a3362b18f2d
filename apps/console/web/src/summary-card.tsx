import { useHost } from '@digione/sdk/react'
import { stateAcross } from './services-page.tsx'
import { useOverview } from './use-overview.ts'
import { Failed, Loading } from './waiting.tsx'

/** How many services are on, and how many only in some schools. */
export function SummaryCard({ pageHref }: { readonly pageHref: string }) {
  const host = useHost()
  const { overview, load } = useOverview()
  if (overview.state === 'loading') return <Loading />
  if (overview.state === 'failed') return <Failed text={host.t('failed')} retry={() => void load()} />
  const states = overview.value.services.map((service) => stateAcross(service, overview.value))
  const partly = states.filter((state) => state === 'partly').length
  return (
    <div className="cn-card">
      <p className="cn-count">{host.t('cardOn', { count: states.filter((state) => state !== 'off').length })}</p>
      {partly > 0 && <p className="cn-muted">{host.t('cardPartly', { count: partly })}</p>}
      <a href={pageHref}>{host.t('cardOpen')}</a>
    </div>
  )
}
