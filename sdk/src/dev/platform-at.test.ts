import { expect, test } from 'vitest'
import { PlatformFacts } from '../server/discover.ts'
import { platformAt, requireListed } from './platform-at.ts'

const facts = (developers?: string[]) =>
  PlatformFacts.parse({
    shell: 'https://trial.digione.example',
    session: 'https://session.trial.digione.example',
    modules: 'https://digione-modules.example',
    issuer: 'https://session.trial.digione.example/oidc',
    tokenEndpoint: 'https://session.trial.digione.example/oidc/token',
    jwks: 'https://trial.digione.example/api/jwks.json',
    moduleTokenIssuer: 'https://trial.digione.example',
    developers,
  })

test.each([
  ['digione.localhost:5100', 'https://trial.digione.example'],
  ['session.digione.localhost:5100', 'https://session.trial.digione.example'],
  ['acme.tasks.digione-modules.localhost:5100', 'https://acme.tasks.digione-modules.example'],
])('what is asked of %s goes to %s, with the name that it was asked by', (host, origin) => {
  const platform = platformAt(facts(), 'the trial')
  expect(platform.originOf(host).origin).toBe(origin)
  expect(platform.headersOf(host)).toEqual({ host: new URL(origin).host, 'x-digione-developer': host })
})

test('only an address that the operator has listed is taken, and which that are is told', () => {
  const here = 'http://digione.localhost:5100'
  const asking = (developers?: string[]) => () => requireListed(facts(developers), here, 'https://trial.digione.example')
  expect(asking([here])).not.toThrow()
  expect(asking(['http://digione.localhost:5200'])).toThrow('digione dev --platform https://trial.digione.example --port 5200')
  expect(asking()).toThrow(`Its operator allows it with DIGIONE_DEVELOPERS='["${here}"]'`)
})
