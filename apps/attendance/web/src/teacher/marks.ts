import type { MarkState } from '../../../api/src/wire.ts'

/** What a tap makes of a mark. */
export const CYCLE = { present: 'late', late: 'absent', absent: 'present' } as const satisfies Record<MarkState, MarkState>
/** What a key makes of it. */
export const KEYS: Readonly<Record<string, MarkState>> = { 1: 'present', 2: 'late', 3: 'absent' }
export const ICONS = { present: 'check', late: 'clock', absent: 'user-x' } as const satisfies Record<MarkState, string>
