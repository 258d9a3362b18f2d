import { useMemo } from 'react'
import { currentContext, releaseOf, useShell } from '../state/store.ts'
import { currentItem, navigationOf } from './navigation-of.ts'
import type { NavItem } from './navigation-of.ts'

/** The navigation of the context that the person works in, and where in it the page in view stands. */
export function useNavigation(): { readonly items: readonly NavItem[]; readonly current: NavItem | null; readonly isDesktop: boolean } {
  const me = useShell((state) => state.me)
  const start = useShell((state) => state.start)
  const contextId = useShell((state) => state.contextId)
  const route = useShell((state) => state.route)
  const items = useMemo(() => {
    const context = currentContext({ me, contextId })
    return context ? navigationOf(context, (id) => releaseOf({ me, start }, id)) : []
  }, [me, start, contextId])
  return { items, current: currentItem(items, route), isDesktop: route.kind === 'desktop' }
}
