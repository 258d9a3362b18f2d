import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MPASSID_ROLE_CODES, parseMpassidRoles } from './mpassid.ts'

const digits = (min: number, max: number) => fc.integer({ min, max }).map(String)
const oid = fc.tuple(fc.constantFrom('10', '99', '98'), digits(1, 99_999_999_999)).map(([arc, n]) => `1.2.246.562.${arc}.${n.padStart(11, '0')}`)
const school = digits(0, 99_999).map((n) => n.padStart(5, '0'))
const group = fc.constantFrom('1A', '4B', '9C', 'LUK2', '')
const code = fc.constantFrom(1, 2, 3, 4, 5, 6)
const present = fc.record({ provider: oid, school, group, code, institution: fc.option(oid, { nil: '' }), office: fc.option(oid, { nil: undefined }) })
const write = (v: { provider: string; school: string; group: string; code: number; institution: string; office?: string | undefined }) =>
  [v.provider, v.school, v.group, 'Nimi', v.code, v.institution, ...(v.office === undefined ? [''] : [v.office])].join(';')

test("reads DOMAIN's examples of both forms", () => {
  expect(parseMpassidRoles(['1.2.246.562.99.00000000001;00000;1A;Oppilas;1;1.2.246.562.99.00000000003;', 'Helsinki;32132;9A;Oppilas'])).toEqual([
    {
      provider: '1.2.246.562.99.00000000001',
      schoolNumber: '00000',
      group: '1A',
      role: 'learner',
      institutionOid: '1.2.246.562.99.00000000003',
      officeOid: null,
    },
    { provider: 'Helsinki', schoolNumber: '32132', group: '9A', role: 'learner', institutionOid: null, officeOid: null },
  ])
})

test('reads every well-formed value of the present form, in any order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(present, { selector: write, maxLength: 8 }), fc.nat(), (values, turn) => {
      const written = values.map(write)
      const turned = [...written.slice(turn % (written.length || 1)), ...written.slice(0, turn % (written.length || 1))]
      const read = parseMpassidRoles(turned)
      const sort = (list: unknown[]) => list.map((item) => JSON.stringify(item)).toSorted()
      const wanted = values.map((v) => ({
        provider: v.provider,
        schoolNumber: v.school,
        group: v.group || null,
        role: MPASSID_ROLE_CODES[v.code as 1],
        institutionOid: v.institution || null,
        officeOid: v.office || null,
      }))
      const newer = new Set(wanted.filter((w) => w.institutionOid).map((w) => `${w.schoolNumber};${w.group};${w.role}`))
      expect(sort(read)).toEqual(sort(wanted.filter((w) => w.institutionOid || !newer.has(`${w.schoolNumber};${w.group};${w.role}`))))
    }),
  )
})

test('drops what is malformed and keeps the rest', () => {
  const good = '1.2.246.562.99.00000000001;00000;1A;Oppilas;1;1.2.246.562.99.00000000003;'
  const bad = [
    '',
    ';;;',
    'a;b;c',
    good + ';extra',
    good.replace(';1;', ';7;'),
    good.replace(';1;', ';01;'),
    good.replace('00000;', '0000;'),
    good.replace('1.2.246.562.99.00000000001', 'Helsinki'),
    'Helsinki;3213;9A;Oppilas',
    'Helsinki;32132;9A;Keisari',
    ';32132;9A;Oppilas',
    good.replace('1.2.246.562.99.00000000003', 'x'),
  ]
  for (const value of bad) expect(parseMpassidRoles([value, good]), value).toHaveLength(1)
})

test('anything at all may come: nothing throws, and only known roles leave', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.array(fc.string()), fc.array(fc.string({ unit: fc.constantFrom(';', '1', '.', 'a', ' ') }))), (claim) => {
      for (const role of parseMpassidRoles(claim)) expect(Object.values(MPASSID_ROLE_CODES)).toContain(role.role)
    }),
  )
})

test('a single string is one value', () => {
  expect(parseMpassidRoles('Helsinki;32132;;Opettaja')).toEqual([
    { provider: 'Helsinki', schoolNumber: '32132', group: null, role: 'teacher', institutionOid: null, officeOid: null },
  ])
})

test('of the same role in both forms only the newer is kept', () => {
  expect(parseMpassidRoles(['Espoo;00000;1A;Oppilas', '1.2.246.562.99.00000000001;00000;1A;Oppilas;1;1.2.246.562.99.00000000003;'])).toHaveLength(1)
})
