import type { Role, Text } from '@digione/contracts'
import type { Provider } from './dataset/cast.ts'

/** How the platform is to use one identity provider: the form of its `upstreams` setting. */
export interface DemoUpstream {
  readonly id: Provider
  readonly name: Text
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
  readonly opens: Role[]
  readonly claims: {
    readonly subject: string
    readonly personKeys: { scheme: string; claim: string }[]
    readonly givenName: string
    readonly familyName: string
    readonly roles?: string
  }
  readonly contact: { readonly email: string; readonly text: Text }
}

/**
 * The three ways in, in the shapes of the services that they stand for: MPASSid, Suomi.fi, and a municipality's own directory.
 *
 * @param origin Where the development providers are; each has its own path.
 */
export function demoUpstreams(origin: string, secrets: Record<Provider, string>): DemoUpstream[] {
  const at = (id: Provider) => ({ id, issuer: `${origin}/${id}`, clientId: 'digione', clientSecret: secrets[id] })
  return [
    {
      ...at('mpassid'),
      name: { fi: 'MPASSid', sv: 'MPASSid', en: 'MPASSid' },
      scope: 'openid profile',
      opens: ['learner', 'teacher', 'principal', 'staff'],
      claims: {
        subject: 'urn:mpass.id:uid',
        personKeys: [{ scheme: 'learnerNumber', claim: 'urn:oid:1.3.6.1.4.1.16161.1.1.27' }],
        givenName: 'given_name',
        familyName: 'family_name',
        roles: 'urn:mpass.id:role',
      },
      contact: {
        email: 'tunnukset@koulu.example',
        text: {
          fi: 'Kysy oman koulusi koulusihteeriltä tai kunnan MPASSid-yhteyshenkilöltä.',
          sv: 'Fråga skolsekreteraren i din skola eller kommunens kontaktperson för MPASSid.',
          en: "Ask your school's secretary or the municipality's contact person for MPASSid.",
        },
      },
    },
    {
      ...at('suomifi'),
      name: { fi: 'Suomi.fi-tunnistus', sv: 'Suomi.fi-identifikation', en: 'Suomi.fi e-Identification' },
      scope: 'openid profile',
      opens: ['guardian'],
      claims: { subject: 'sub', personKeys: [{ scheme: 'hetu', claim: 'urn:oid:1.2.246.21' }], givenName: 'urn:oid:2.5.4.42', familyName: 'urn:oid:2.5.4.4' },
      contact: {
        email: 'huoltajat@koulu.example',
        text: {
          fi: 'Kysy lapsesi koulusta, että sinut on merkitty huoltajaksi.',
          sv: 'Fråga i ditt barns skola om du är antecknad som vårdnadshavare.',
          en: "Ask your child's school whether you are entered as a guardian.",
        },
      },
    },
    {
      ...at('directory'),
      name: { fi: 'Kunnan tunnus', sv: 'Kommunens inloggning', en: 'Municipal account' },
      scope: 'openid',
      opens: ['municipal-admin', 'operator'],
      claims: { subject: 'sub', personKeys: [{ scheme: 'employee', claim: 'employee_id' }], givenName: 'first_name', familyName: 'surname' },
      contact: {
        email: 'it-tuki@kunta.example',
        text: { fi: 'Kysy kuntasi IT-tuesta.', sv: 'Fråga kommunens IT-stöd.', en: "Ask your municipality's IT support." },
      },
    },
  ]
}
