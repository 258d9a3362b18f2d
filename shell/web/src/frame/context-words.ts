import type { LockedContext, MyContext } from '@digione/contracts'
import type { MessageKey } from '../language/index.ts'
import type { Words } from '../language/use-words.ts'

/** A context in words: who one is there or for whom, and where. */
export interface ContextWords {
  /** `Aino 4B`, `Opettaja` */
  readonly title: string
  /** `Kilon koulu, Espoo`; a municipal role has the municipality alone. */
  readonly place: string
  /** Whose initial and colour stand for it; `null`: nobody but the person. */
  readonly learner: { readonly givenName: string; readonly name: string } | null
}

type Position = Pick<MyContext, 'role' | 'level' | 'municipalityName' | 'school' | 'learner'>

export function roleWord({ role, level }: { readonly role: MyContext['role']; readonly level?: string | null }, { t }: Pick<Words, 't'>): string {
  return t(role === 'learner' && level === 'lukiokoulutus' ? 'role.learner.lukiokoulutus' : (`role.${role}` satisfies MessageKey))
}

export function contextWords(context: Position, words: Words): ContextWords {
  const { learner, school, municipalityName } = context
  const place = [school && words.text(school.name), words.text(municipalityName)].filter(Boolean).join(', ')
  const isForAnother = context.role === 'guardian' && learner !== null
  const who = isForAnother ? learner.givenName : roleWord(context, words)
  return { title: learner?.group ? `${who} ${learner.group}` : who, place, learner: isForAnother ? learner : null }
}

export function lockedWords(locked: LockedContext, words: Words): { readonly title: string; readonly provider: string } {
  return { title: `${roleWord(locked, words)}, ${words.text(locked.municipalityName)}`, provider: words.text(locked.opensWith.name) }
}

/** What stands for a context: the learner's disc, or the role's icon. */
export const ROLE_ICONS: Readonly<Record<MyContext['role'], string>> = {
  learner: 'graduation-cap',
  teacher: 'users',
  principal: 'school',
  staff: 'clipboard-check',
  guardian: 'user',
  'municipal-admin': 'building',
  operator: 'settings',
  vendor: 'package',
}
