import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useWords } from '../language/use-words.ts'
import { Connection } from '../notices/Connection.tsx'
import { BottomTabs } from './BottomTabs.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { Rail } from './Rail.tsx'
import { TopBar } from './TopBar.tsx'

/** What stands around every page of somebody who is logged in. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useWords()
  const [isSearching, setSearching] = useState(false)
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
    <div className="frame">
      <a className="d1-skip-link" href="#main">
        {t('skip')}
      </a>
      <TopBar onSearch={() => setSearching(true)} />
      <Rail />
      <main id="main" className="main" tabIndex={-1}>
        <Connection />
        {children}
      </main>
      <BottomTabs />
      {isSearching && <CommandPalette onClose={() => setSearching(false)} />}
    </div>
  )
}
