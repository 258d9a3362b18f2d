import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { modulePlatform } from '@digione/sdk/server'
import { expect, test } from 'vitest'
import { rosterSchools } from './roster-school.ts'

const ref = (sourcedId: string) => ({ sourcedId })
const ENROLMENTS = [
  { sourcedId: 'e1', role: 'teacher', user: ref('t1'), class: ref('g1'), school: ref('s1') },
  { sourcedId: 'e2', role: 'teacher', user: ref('t2'), class: ref('g2'), school: ref('s1') },
  { sourcedId: 'e3', role: 'teacher', user: ref('t1'), class: ref('g2'), school: ref('s1') },
]
const TEACHERS = [
  { sourcedId: 't1', givenName: 'Hanna Elina', preferredFirstName: 'Hanna', familyName: 'Rautio' },
  { sourcedId: 't2', givenName: 'Olli', familyName: 'Nurminen' },
]

test('the teachers of all of a school’s groups take two requests, however many groups there are', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    const here = `http://${request.headers.host}`
    const answers: Record<string, object> = {
      '/api/platform': { shell: here, session: here, issuer: `${here}/oidc`, tokenEndpoint: `${here}/token`, jwks: `${here}/jwks`, moduleTokenIssuer: here },
      '/token': { access_token: 'token', expires_in: 600, token_type: 'Bearer' },
      '/ims/oneroster/rostering/v1p2/schools/s1/teachers': { users: TEACHERS },
      '/ims/oneroster/rostering/v1p2/schools/s1/enrollments': { enrollments: ENROLMENTS },
    }
    if (url.startsWith('/ims/')) asked.push(url)
    const answer = answers[url.split('?')[0] ?? '']
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((tell) => server.listen(0, '127.0.0.1', tell))
  const platform = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { roster } = modulePlatform({ platform, module: 'timetable', clientId: 'c', clientSecret: 's', audience: 'http://timetable.example' })
  const school = rosterSchools(roster)('s1')
  expect(await Promise.all(['g1', 'g2', 'g3'].map((group) => school.teachers(group)))).toEqual([['Hanna Rautio'], ['Hanna Rautio', 'Olli Nurminen'], []])
  expect(asked.filter((url) => url.includes('/teachers'))).toHaveLength(1)
  expect(new Set(asked.filter((url) => url.includes('/enrollments')))).toHaveLength(1)
  server.close()
})
