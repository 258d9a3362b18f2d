import { useShell } from '../state/store.ts'

/** Says politely what the store wants said. Two regions take turns, so that the same words are said again. */
export function Announcer() {
  const { text, count } = useShell((state) => state.announcement)
  return (
    <div className="d1-visually-hidden">
      <p aria-live="polite">{count % 2 === 0 ? text : ''}</p>
      <p aria-live="polite">{count % 2 === 1 ? text : ''}</p>
    </div>
  )
}
