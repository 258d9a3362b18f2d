import { useHost, useLive } from '@digione/sdk/react'
import { HistoryPage } from './history-page.tsx'
import { ServicePage } from './service-page.tsx'
import { ServicesPage } from './services-page.tsx'

export function Page() {
  const location = useLive(useHost().location)
  const service = location.params['service']
  if (location.pattern === '/services/:service' && service) return <ServicePage key={service} id={service} />
  return location.pattern === '/history' ? <HistoryPage /> : <ServicesPage />
}
