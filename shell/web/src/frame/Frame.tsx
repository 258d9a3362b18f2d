import { startTransition, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Developing } from '../devtools/Developing.tsx'
import { Overridden } from '../devtools/Overridden.tsx'
import { useWords } from '../language/use-words.ts'
import { whenPageStands } from '../loader/page.ts'
import { contextOf, useShell } from '../state/store.ts'
import { Connection } from '../notices/Connection.tsx'
import { BottomTabs } from './BottomTabs.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { RailSkeleton, TopSkeleton } from './FrameSkeleton.tsx'
import { Rail } from './Rail.tsx'
import { TopBar } from './TopBar.tsx'

/** Pupils up to this grade press with a whole finger: everything they may press is larger. */
const YOUNG_UNTIL_GRADE = 3

/**
 * What stands around every page of somebody who is logged in, and the same places, empty, before it is known who that is.
 *
 * The page's own place stays the same element in both: a module is mounted in it without waiting for what is around it.
 */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useWords()
  const isSignedIn = useShell(({ phase }) => phase === 'signed-in')
  const [isDue, setDue] = useState(false)
  // Drawn once the page stands, whose data is on its way meanwhile; taken away at once.
  const isDrawn = isDue && isSignedIn
  useEffect(() => (isSignedIn ? whenPageStands(() => startTransition(() => setDue(true))) : undefined), [isSignedIn])
  const [isSearching, setSearching] = useState(false)
  const context = useShell((state) => contextOf(state, state.contextId))
  const isYoung = context?.role === 'learner' && (context.learner?.grade ?? Infinity) <= YOUNG_UNTIL_GRADE
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      // Above a question there is nothing to search for.
      if (!document.querySelector('dialog[open]')) setSearching(true)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <div className="frame" aria-busy={isSignedIn ? undefined : true} data-targets={isYoung ? 'large' : undefined}>
      {/* From the first: whoever presses Tab before the frame is drawn begins where they will ever after. */}
      <a className="d1-skip-link" href="#main">
        {t('skip')}
      </a>
      {isDrawn ? <TopBar onSearch={() => setSearching(true)} /> : <TopSkeleton />}
      {isDrawn ? <Rail /> : <RailSkeleton />}
      <main id="main" className="main" tabIndex={-1}>
        {isDrawn && <Connection />}
        {isDrawn && <Overridden />}
        {children}
      </main>
      <Developing />
      {isDrawn ? <BottomTabs /> : <div className="tabs" aria-hidden="true" />}
      {isSearching && <CommandPalette onClose={() => setSearching(false)} />}
    </div>
  )
}
