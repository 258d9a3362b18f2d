import { HOST_API, Manifest } from '@digione/contracts'
import type { Context, ManifestInput, MountedManifest, User } from '@digione/contracts'

/** A manifest for tests that need none of their own. */
const PLAIN = {
  id: 'test',
  version: '0.0.0',
  hostApi: HOST_API,
  isolation: 'page',
  name: { fi: 'Testi', sv: 'Test' },
  description: { fi: 'Testi', sv: 'Test' },
  icon: 'calendar',
  vendor: { name: 'Test', contact: 'test@example.org' },
  roles: ['teacher'],
  paths: { '/': { title: { fi: 'Testi', sv: 'Test' } } },
} satisfies ManifestInput

export function mountedManifest(input: unknown = PLAIN): MountedManifest {
  const manifest = Manifest.parse(input)
  if (manifest.isolation === 'link') throw new Error('A link has no host.')
  return manifest
}

export const TEACHER: User = { id: 'user-1', name: 'Aino Virtanen', givenName: 'Aino' }

export const TEACHING: Context = {
  id: 'context-1',
  municipality: 'espoo',
  municipalityName: { fi: 'Espoo', sv: 'Esbo' },
  school: { id: 'school-1', name: { fi: 'Kuusikon koulu', sv: 'Kuusikko skola' } },
  role: 'teacher',
  learner: null,
  level: null,
  groups: ['group-1'],
  matters: [],
}
