import { z } from 'zod'
import { MODULE_ID, MUNICIPALITY_SLUG } from './patterns.ts'

export const ROLES = ['learner', 'teacher', 'principal', 'staff', 'guardian', 'municipal-admin', 'operator', 'vendor'] as const
/** What a person is in a context. */
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

export const LEVELS = ['varhaiskasvatus', 'esiopetus', 'perusopetus', 'lukiokoulutus', 'ammatillinenkoulutus', 'tuva'] as const
/** Education level, a code of Opetushallitus' code set `koulutusaste`. */
export const Level = z.enum(LEVELS)
export type Level = z.infer<typeof Level>

export const SUBJECTS = [
  'AI',
  'A1',
  'A2',
  'B1',
  'MA',
  'YL',
  'BI',
  'GE',
  'FY',
  'KE',
  'TE',
  'HI',
  'YH',
  'KT',
  'MU',
  'KU',
  'KS',
  'LI',
  'KO',
  'OP',
  'ET',
  'FI',
  'PS',
] as const
/** Subject, a code of `koskioppiaineetyleissivistava`. */
export const Subject = z.enum(SUBJECTS)
export type Subject = z.infer<typeof Subject>

/** Object identifier under Finland's education arcs: a person (`.24`), an organisation (`.10`), or a test one (`.98`, `.99`). Checked by form only. */
export const Oid = z.string().regex(/^1\.2\.246\.562\.\d{1,3}(\.\d{1,32}){1,2}$/)

/** A municipality's part of an address, such as `espoo`. */
export const MunicipalitySlug = z.string().regex(MUNICIPALITY_SLUG)

/** A module's identifier, also its part of an address: `timetable`, or with its vendor `acme.tasks`. */
export const ModuleId = z.string().regex(MODULE_ID)

/**
 * What a guardianship covers. Guardianship is given per matter, never as a whole.
 * `attendance`: absences and leave · `communication`: messages and bulletins · `studies`: timetable, homework, assessment.
 */
export const MATTERS = ['attendance', 'communication', 'studies'] as const
export const Matter = z.enum(MATTERS)
export type Matter = z.infer<typeof Matter>

/** Whether a person is under non-disclosure (turvakielto). `unknown` is treated as `on`. */
export const NonDisclosure = z.enum(['on', 'off', 'unknown'])
export type NonDisclosure = z.infer<typeof NonDisclosure>
