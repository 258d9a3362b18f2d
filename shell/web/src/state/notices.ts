import type { Notice } from '@digione/contracts'
import { useShell } from './store.ts'
import type { Say, ShownNotice } from './store.ts'

/** As many as can be read; the oldest gives way. */
const AT_ONCE = 4

/** Shows a notice. One that says the same as a standing one takes its place. */
export function notify({
  text,
  tone = 'info',
  action,
  module = null,
}: {
  text: string | Say
  tone?: Notice['tone']
  action?: Notice['action']
  module?: string | null
}) {
  const notice: ShownNotice = { id: crypto.randomUUID(), text, tone, action: action ?? null, module }
  const same = (other: ShownNotice) => other.module === module && JSON.stringify(other.text) === JSON.stringify(text)
  useShell.setState(({ notices }) => ({ notices: [...notices.filter((other) => !same(other)), notice].slice(-AT_ONCE) }))
}

export const dismissNotice = (id: string) => useShell.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))

/** Has screen readers say `text` when they come to it. */
export const announce = (text: string) => useShell.setState(({ announcement }) => ({ announcement: { text, count: announcement.count + 1 } }))
