// `/cb`: takes the code, tells the other tabs, has the start-up hint set, and goes back to the shell.
import { manager } from './manager.ts'
import { returnPath, sayFailed, shellOrigin } from './passing.ts'
import { askPlatform } from './request.ts'
import { remember } from './session.ts'
import { tellTabs } from './tabs.ts'

interface Begun {
  readonly back: string
}

async function finish(): Promise<void> {
  const user = await manager.signinCallback()
  if (!user) throw new Error('The answer holds nobody.')
  const { back } = (user.state ?? {}) as Partial<Begun>
  remember(user.profile.sub)
  tellTabs({ kind: 'signed-in', person: user.profile.sub })
  // Sets the cookie by which the next page is served with this person's modules. Without it the page is slower, not wrong.
  await askPlatform('/api/me').catch(() => null)
  location.replace(shellOrigin() + returnPath(back))
}

finish().catch(async () => {
  // A page from the history: its code is used up, and the person may be logged in all the same.
  if (await manager.getUser().catch(() => null)) location.replace(`${shellOrigin()}/`)
  else sayFailed('/login')
})
