// `/logout`: ends the session on the server, then in every tab, then upstream.
import { dropWorker } from '../kept/worker-registration.ts'
import { dropKeys } from './keys.ts'
import { returnPath, sayFailed } from './passing.ts'
import { tellTabs } from './tabs.ts'

const back = returnPath(new URLSearchParams(location.search).get('return'))

async function signOut(): Promise<void> {
  const response = await fetch('/oidc/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ return: back }) })
  if (!response.ok) throw new Error('The server did not confirm.')
  const { next } = (await response.json()) as { next: string }
  tellTabs({ kind: 'ended', why: 'logged-out', person: null, session: null })
  sessionStorage.clear()
  await Promise.all([dropKeys(), dropWorker()])
  location.replace(next)
}

signOut().catch(() => sayFailed(location.href))
