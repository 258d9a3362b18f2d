import { Later } from '../failure/Later.tsx'
import { useLater } from '../failure/use-later.ts'
import { mayDevelop } from '../state/developing.ts'
import { useShell } from '../state/store.ts'

/** With them comes what they record by. */
export const loadTools = async () => (await import('./DevTools.tsx')).DevTools

/** The developer's tools, where they were asked for. Nobody else fetches them. */
export function Developing() {
  const isOpen = useShell((state) => state.isDeveloping && mayDevelop(state))
  const tools = useLater(isOpen ? loadTools : undefined)
  if (!isOpen) return null
  return (
    <aside className="devtools" data-devtools="">
      <Later what={tools}>{(Tools) => <Tools />}</Later>
    </aside>
  )
}
