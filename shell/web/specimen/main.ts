/** Shows the shell in the state that the address asks for, e.g. `/?show=guardian`, `/?show=landing&locale=sv&theme=dark`. */
import '@digione/ui/tokens.css'
import '@digione/ui/reset.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '../src/App.tsx'
import { startLanguage } from '../src/language/index.ts'
import { startTheme } from '../src/state/preferences.ts'
import { notify } from '../src/state/notices.ts'
import { routeOf } from '../src/state/route.ts'
import { useShell } from '../src/state/store.ts'
import type { ShellState } from '../src/state/store.ts'
import { people, tenants } from './people.ts'

const asked = new URLSearchParams(location.search)
const show = asked.get('show') ?? 'guardian'
const locale = asked.get('locale') ?? 'fi'
const path = asked.get('path') ?? '/'

const page = (states: Partial<ShellState>, who = 'guardian'): Partial<ShellState> => {
  const me = people[who] ?? null
  return {
    phase: 'signed-in',
    me,
    contextId: me?.contexts[0]?.id ?? null,
    brand: me?.tenants[me.contexts[0]?.municipality ?? '']?.brand ?? '#0b4f8a',
    ...states,
  }
}
const module = { kind: 'module', municipality: 'espoo', module: 'timetable', path: '/' } as const
const states: Record<string, Partial<ShellState>> = {
  landing: { phase: 'signed-out' },
  expired: { phase: 'signed-out', hasExpired: true },
  starting: { phase: 'starting' },
  unreachable: { phase: 'unreachable' },
  offer: page({ route: module, offer: { path: '/vantaa/timetable', contextIds: ['g2'] } }),
  off: page({ route: module, pageProblem: { kind: 'switched-off', module: 'timetable', municipality: 'espoo' } }),
  locked: page({
    route: module,
    pageProblem: { kind: 'locked', provider: 'suomifi', providerName: { fi: 'Suomi.fi-tunnistus', sv: 'Suomi.fi-identifikation' } },
  }),
  module: page({ route: module }),
  down: page({ stream: 'down' }),
  expiring: page({ expiringInS: 118 }),
  unsaved: page({ question: { kind: 'unsaved', id: 'q', module: 'attendance', reason: 'switch', saving: false, failed: true } }),
  confirm: page({
    question: {
      kind: 'confirm',
      id: 'q',
      module: null,
      question: { title: 'Poistetaanko merkintä?', text: 'Aino Virtasen poissaolo 24.11. poistetaan.', confirm: 'Poista merkintä', tone: 'danger' },
    },
  }),
}
useShell.setState({
  start: { ...useShell.getState().start, tenants },
  locale,
  themeChoice: (asked.get('theme') ?? 'light') as ShellState['themeChoice'],
  ...(states[show] ?? page({}, show)),
  ...(path === '/' ? {} : { route: routeOf({ pathname: path, search: '', hash: '' }) }),
})
if (!('route' in (states[show] ?? {})) && path === '/') useShell.setState({ route: { kind: 'desktop' } })
startTheme()
await startLanguage(locale)
const root = document.querySelector('#digione')
if (root) createRoot(root).render(createElement(App))
if (asked.has('notices')) {
  setTimeout(() => {
    notify({ text: 'Poissaolo selvitetty.', tone: 'success', action: { label: 'Kumoa', run() {} } })
    notify({ text: { key: 'notices.switchedOffSaved', values: { module: { fi: 'Läsnäolo', sv: 'Närvaro' } } }, tone: 'info' })
    notify({ text: 'Tallennus ei onnistunut.', tone: 'danger' })
  }, 300)
}
