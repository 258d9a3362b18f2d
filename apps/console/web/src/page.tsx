import { useHost, useLive } from '@digione/sdk/react'
import { AcceptancePage } from './acceptance-page.tsx'
import { ChangePage } from './change-page.tsx'
import { ChangesPage } from './changes-page.tsx'
import { HistoryPage } from './history-page.tsx'
import { PlanPage } from './plan-page.tsx'
import { RegisterPage } from './register-page.tsx'
import { ServicePage } from './service-page.tsx'
import { ServicesPage } from './services-page.tsx'
import { SettingsPage } from './settings-page.tsx'

export function Page() {
  const location = useLive(useHost().location)
  const { service, change } = location.params
  if (location.pattern === '/services/:service' && service) return <ServicePage key={service} id={service} />
  if (location.pattern === '/services/:service/plan' && service) {
    const draft = location.query['change'] ?? null
    return <PlanPage key={`${service} ${draft}`} id={service} change={draft} />
  }
  if (location.pattern === '/services/:service/acceptance' && service)
    return <AcceptancePage key={service} id={service} place={location.query['place'] ?? null} />
  if (location.pattern === '/register') return <RegisterPage />
  if (location.pattern === '/services/:service/settings' && service) {
    const school = location.query['school'] ?? null
    return <SettingsPage key={service} id={service} school={school} />
  }
  if (location.pattern === '/changes/:change' && change) return <ChangePage key={change} id={change} />
  if (location.pattern === '/changes') return <ChangesPage />
  return location.pattern === '/history' ? <HistoryPage /> : <ServicesPage />
}
