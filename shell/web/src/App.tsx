import { defineElements } from '@digione/ui'
import { DesktopPage } from './desktop/DesktopPage.tsx'
import { NotFound, ProblemPage } from './failure/ProblemPage.tsx'
import { Skeleton } from './failure/Skeleton.tsx'
import { Frame } from './frame/Frame.tsx'
import { MorePage } from './frame/MorePage.tsx'
import { FeedbackPage } from './landing/FeedbackPage.tsx'
import { LandingPage } from './landing/LandingPage.tsx'
import { PublicFrame } from './landing/PublicFrame.tsx'
import { StatementPage } from './landing/StatementPage.tsx'
import { UnreachablePage } from './landing/UnreachablePage.tsx'
import { ModulePage } from './loader/ModulePage.tsx'
import { Announcer } from './notices/Announcer.tsx'
import { Expiring } from './notices/Expiring.tsx'
import { OfferPage } from './notices/OfferPage.tsx'
import { Overlays } from './notices/Overlays.tsx'
import { Questions } from './notices/Questions.tsx'
import { Toasts } from './notices/Toasts.tsx'
import { useShell } from './state/store.ts'
import './frame/layers.css'
import './frame/frame.css'
import './frame/popup.css'
import './navigation/navigation.css'
import './desktop/desktop.css'
import './failure/failure.css'
import './landing/landing.css'
import './notices/notices.css'

defineElements()

/** Everything that is seen of the shell. */
export function App() {
  return (
    <>
      <Phase />
      <Overlays />
      <Expiring />
      <Questions />
      <Toasts />
      <Announcer />
    </>
  )
}

function Phase() {
  const phase = useShell((state) => state.phase)
  if (phase === 'unreachable') return <UnreachablePage />
  if (phase === 'signed-out') return <Public />
  return (
    <Frame>
      {phase === 'starting' && <h1 className="d1-visually-hidden">DigiOne</h1>}
      <Page />
    </Frame>
  )
}

function Public() {
  const kind = useShell((state) => state.route.kind)
  if (kind !== 'statement' && kind !== 'feedback') return <LandingPage />
  return <PublicFrame returnTo="/">{kind === 'statement' ? <StatementPage /> : <FeedbackPage />}</PublicFrame>
}

function Page() {
  const route = useShell((state) => state.route)
  const me = useShell((state) => state.me)
  const offer = useShell((state) => state.offer)
  const problem = useShell((state) => state.pageProblem)
  // A module's page has its place before it is known whether there is somebody to show it to.
  if (!me && route.kind !== 'module') return <Skeleton size="page" />
  if (route.kind === 'desktop') return me && <DesktopPage me={me} />
  if (route.kind === 'statement') return <StatementPage />
  if (route.kind === 'feedback') return <FeedbackPage />
  if (route.kind === 'more') return <MorePage />
  if (route.kind === 'unknown') return <NotFound />
  if (problem) return <ProblemPage problem={problem} />
  return offer ? <OfferPage offer={offer} /> : <ModulePage />
}
