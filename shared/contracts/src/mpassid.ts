import { z } from 'zod'
import type { Role } from './codes.ts'

/** Role codes of MPASSid's `urn:mpass.id:role`. */
export const MPASSID_ROLE_CODES = { 1: 'learner', 2: 'teacher', 3: 'staff', 4: 'staff', 5: 'teacher', 6: 'principal' } as const satisfies Record<number, Role>

/** Role names of the older four-part form, in lower case. */
const ROLE_NAMES: Readonly<Record<string, Role>> = {
  oppilas: 'learner',
  opiskelija: 'learner',
  elev: 'learner',
  studerande: 'learner',
  opettaja: 'teacher',
  lärare: 'teacher',
  sijaisopettaja: 'teacher',
  henkilökunta: 'staff',
  personal: 'staff',
  koulusihteeri: 'staff',
  skolsekreterare: 'staff',
  rehtori: 'principal',
  rektor: 'principal',
}

export interface MpassidRole {
  /** The education provider's OID; in the older form its name. */
  readonly provider: string
  /** Five digits. */
  readonly schoolNumber: string
  readonly group: string | null
  readonly role: Role
  readonly institutionOid: string | null
  readonly officeOid: string | null
}

const isOid = (value: string) => /^1\.2\.246\.562\.\d{1,3}(\.\d{1,32}){1,2}$/.test(value)
const isSchoolNumber = (value: string) => /^\d{5}$/.test(value)

function parseOne(value: string): MpassidRole | null {
  const parts = value.split(';').map((part) => part.trim())
  const [provider = '', schoolNumber = '', group = '', name = '', code = '', institution = '', office = ''] = parts
  if (!provider || !isSchoolNumber(schoolNumber)) return null
  if (parts.length === 4) {
    const role = ROLE_NAMES[name.toLowerCase()]
    return role ? { provider, schoolNumber, group: group || null, role, institutionOid: null, officeOid: null } : null
  }
  if (parts.length !== 6 && parts.length !== 7) return null
  if (!isOid(provider) || (institution && !isOid(institution)) || (office && !isOid(office))) return null
  const role = /^[1-6]$/.test(code) ? MPASSID_ROLE_CODES[Number(code) as keyof typeof MPASSID_ROLE_CODES] : undefined
  return role ? { provider, schoolNumber, group: group || null, role, institutionOid: institution || null, officeOid: office || null } : null
}

const Claim = z.union([z.string(), z.array(z.string())])

/**
 * Reads the values of the claim `urn:mpass.id:role`, in any order, of the present form
 * (`providerOID;schoolCode;group;roleName;roleCode;institutionOID;officeOID?`) and of the older one with four parts.
 *
 * A malformed value is dropped, never guessed. Where a school gives both forms of one role, the newer one is kept.
 * @param claim As it came from userinfo: a string, a list of strings, or anything else, which gives none.
 */
export function parseMpassidRoles(claim: unknown): MpassidRole[] {
  const parsed = Claim.safeParse(claim)
  if (!parsed.success) return []
  const roles = [parsed.data]
    .flat()
    .map(parseOne)
    .filter((role) => role !== null)
  const key = (role: MpassidRole) => `${role.schoolNumber};${role.group ?? ''};${role.role}`
  const newer = new Set(roles.filter((role) => role.institutionOid !== null).map(key))
  return roles.filter((role) => role.institutionOid !== null || !newer.has(key(role)))
}
