import { Manifest } from '@digione/contracts'
import type { Me, MyContext, StartRelease, Tenant } from '@digione/contracts'

const tenant = (slug: string, fi: string, sv: string, brand: string): Tenant => ({
  slug,
  kind: 'municipality',
  name: { fi, sv },
  languages: ['fi', 'sv'],
  brand,
  contact: { email: `opetus@${slug}.example.fi`, phone: null },
})

export const tenants = {
  espoo: tenant('espoo', 'Espoo', 'Esbo', '#0050bb'),
  vantaa: tenant('vantaa', 'Vantaa', 'Vanda', '#1b6f4a'),
  oulu: tenant('oulu', 'Oulu', 'Uleåborg', '#b3006e'),
  tampere: tenant('tampere', 'Tampere', 'Tammerfors', '#39256e'),
  turku: tenant('turku', 'Turku', 'Åbo', '#0a3f8f'),
} as const satisfies Record<string, Tenant>

const vendor = { name: 'Specimen', contact: 'specimen@example.fi' }
const manifests = [
  {
    id: 'attendance',
    version: '1.0.0',
    hostApi: '1.0',
    isolation: 'page',
    icon: 'user-check',
    vendor,
    roles: ['teacher', 'guardian', 'learner', 'principal'],
    paths: { '/': { title: { fi: 'Läsnäolo', sv: 'Närvaro', en: 'Attendance' } } },
    name: { fi: 'Läsnäolo', sv: 'Närvaro', en: 'Attendance' },
    description: { fi: 'Poissaolot ja niiden selvitykset', sv: 'Frånvaro och utredningar', en: 'Absences' },
    nav: [{ path: '/', label: { fi: 'Läsnäolo', sv: 'Närvaro', en: 'Attendance' }, icon: 'user-check', group: 'teaching', order: 10 }],
    slots: { 'desktop.card.v1': { height: 'medium', order: 10 } },
  },
  {
    id: 'timetable',
    version: '1.0.0',
    hostApi: '1.0',
    isolation: 'page',
    icon: 'calendar-days',
    vendor,
    roles: ['teacher', 'guardian', 'learner', 'principal'],
    paths: { '/': { title: { fi: 'Lukujärjestys', sv: 'Schema', en: 'Timetable' } } },
    name: { fi: 'Lukujärjestys', sv: 'Schema', en: 'Timetable' },
    description: { fi: 'Viikon tunnit', sv: 'Veckans lektioner', en: 'Lessons' },
    nav: [{ path: '/', label: { fi: 'Lukujärjestys', sv: 'Schema', en: 'Timetable' }, icon: 'calendar-days', group: 'everyday', order: 20 }],
    slots: { 'desktop.card.v1': { height: 'medium', order: 20 } },
  },
  {
    id: 'library',
    version: '1.0.0',
    hostApi: '1.0',
    isolation: 'link',
    icon: 'book',
    vendor,
    roles: ['teacher', 'guardian', 'learner'],
    link: { url: 'https://kirjasto.example.fi/', opens: 'new-tab' },
    name: { fi: 'Kirjasto', sv: 'Biblioteket', en: 'Library' },
    description: { fi: 'Lainat, varaukset ja e-kirjat', sv: 'Lån, reserveringar och e-böcker', en: 'Loans and e-books' },
  },
]

export const releases: Record<string, StartRelease> = Object.fromEntries(
  manifests.map((input) => {
    const manifest = Manifest.parse(input)
    const id = `${manifest.id}@0123456789ab`
    return [
      id,
      {
        id,
        module: manifest.id,
        version: manifest.version,
        manifest,
        entry: null,
        seal: { sequence: 1, vendorKey: 'x'.repeat(43), others: 'x'.repeat(43), signature: 'x..x' },
      },
    ]
  }),
)

const modules = Object.values(releases).map(({ id, module }) => ({
  module,
  release: id,
  tier: 'page' as const,
  settings: {},
  ids: { user: 'u', learner: null },
}))

type Part = Pick<MyContext, 'id' | 'role'> & Partial<MyContext> & { readonly municipality: keyof typeof tenants }
const context = (part: Part): MyContext => ({
  municipalityName: tenants[part.municipality].name,
  school: {
    id: `school-${part.municipality}`,
    name: part.municipality === 'espoo' ? { fi: 'Kilonpuiston koulu', sv: 'Kiloparkens skola' } : { fi: 'Tikkurilan koulu', sv: 'Dickursby skola' },
  },
  learner: null,
  level: 'perusopetus',
  groups: [],
  matters: [],
  modules,
  ...part,
})

const me = (name: string, contexts: MyContext[], locked: Me['locked'] = []): Me => ({
  person: { id: name, name, givenName: name.split(' ')[0] ?? name, language: 'fi' },
  contexts,
  locked,
  releases,
  tenants,
  stopped: [],
  versions: {},
  session: { id: 'specimen', idleS: 900, sharedDevice: true },
})

const suomifi = { provider: 'suomifi', name: { fi: 'Suomi.fi-tunnistus', sv: 'Suomi.fi-identifikation', en: 'Suomi.fi identification' } }

export const people: Record<string, Me> = {
  guardian: me('Maria Lindholm-Virtanen', [
    context({
      id: 'g1',
      municipality: 'espoo',
      role: 'guardian',
      learner: { id: 'l1', name: 'Aino Virtanen', givenName: 'Aino', grade: 4, group: '4B' },
      matters: ['attendance'],
    }),
    context({
      id: 'g2',
      municipality: 'vantaa',
      role: 'guardian',
      learner: { id: 'l2', name: 'Eino Virtanen', givenName: 'Eino', grade: 1, group: '1A' },
      matters: ['attendance'],
    }),
  ]),
  teacher: me(
    'Mikko Laaksonen',
    [context({ id: 't1', municipality: 'espoo', role: 'teacher' })],
    [{ municipality: 'vantaa', municipalityName: tenants.vantaa.name, role: 'guardian', opensWith: suomifi }],
  ),
  nobody: me('Uusi Henkilö', []),
  empty: me('Ella Niemi', [context({ id: 'e1', municipality: 'turku', role: 'learner', modules: [] })]),
}
