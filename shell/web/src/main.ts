import './frame/layers.css'
import '@digione/ui/tokens.css'
import '@digione/ui/reset.css'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { loadTools } from './devtools/Developing.tsx'
import { watchLostFocus } from './frame/keep-focus.ts'
import { startLanguage } from './language/index.ts'
import { watchFreshCards } from './live/fresh-cards.ts'
import { hear } from './live/hear.ts'
import { watchPrefetch } from './live/prefetch.ts'
import { watchStrays } from './live/strays.ts'
import { watchFocusTraps } from './loader/focus-trap.ts'
import { watchLeftovers } from './loader/leftovers.ts'
import { startPages } from './loader/page.ts'
import { takeVault } from './session/vault.ts'
import { applyRoute, arrived, followLink, leavingFor } from './state/navigation.ts'
import { followLanguageOfPerson, startTheme } from './state/preferences.ts'
import { readStart } from './state/read-start.ts'
import { go, startRouter, step } from './state/router.ts'
import { startWith, watchActivity, watchReturn } from './state/session.ts'
import { useShell } from './state/store.ts'

const session = takeVault()
readStart()
startTheme()
startRouter({ apply: applyRoute, arrived, leaving: leavingFor, follow: followLink })
startPages({ follow: (address, options) => void go(address, options), step })
followLanguageOfPerson()
watchActivity()
watchReturn()
watchFreshCards()
watchPrefetch()
watchStrays()
watchFocusTraps()
watchLeftovers()
watchLostFocus()

// What the page asks first is to be seen as well.
if (useShell.getState().isDeveloping) void loadTools().catch(() => {})

void startWith(session, hear)

// Not awaited: what is loaded later could take nothing from a file that awaits, and everything shared would become a file of its own.
void startLanguage(useShell.getState().locale).then(() => {
  const root = document.querySelector('#digione')
  if (root) createRoot(root).render(createElement(App))
})
