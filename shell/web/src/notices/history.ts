import { create } from 'zustand'
import { useShell } from '../state/store.ts'
import type { ShownNotice } from '../state/store.ts'

/** As many as a glance takes in. */
const KEPT = 12

/** Notices of this document's life, newest first, for whoever missed one; nothing of them is stored. */
export const useHistory = create<{ readonly past: readonly ShownNotice[]; readonly unseen: number }>(() => ({ past: [], unseen: 0 }))

export const markSeen = () => useHistory.setState({ unseen: 0 })

/** Follows the notices until the returned function is called; forgets all when the person leaves. */
export function keepHistory(): () => void {
  return useShell.subscribe((state, before) => {
    if (state.phase !== 'signed-in' && before.phase === 'signed-in') return useHistory.setState({ past: [], unseen: 0 })
    const fresh = state.notices.filter((notice) => !before.notices.includes(notice))
    if (fresh.length > 0) useHistory.setState(({ past, unseen }) => ({ past: [...fresh.toReversed(), ...past].slice(0, KEPT), unseen: unseen + fresh.length }))
  })
}
