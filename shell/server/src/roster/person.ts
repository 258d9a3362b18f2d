import type { NonDisclosure } from '@digione/contracts'
import type { Selectable } from 'kysely'
import type { Schema } from '../db/schema.ts'

export interface RosterPerson {
  readonly id: string
  readonly givenName: string
  readonly callingName: string
  readonly familyName: string
  readonly language: string
  readonly nonDisclosure: NonDisclosure
}

export const personFrom = (row: Selectable<Schema['persons']>): RosterPerson => ({
  id: row.id,
  givenName: row.given_name,
  callingName: row.calling_name,
  familyName: row.family_name,
  language: row.language,
  nonDisclosure: row.non_disclosure,
})
