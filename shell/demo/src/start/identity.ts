import type { Text } from '@digione/contracts'
import { createIdentity } from '@digione/shell-identity'
import type { DemoPerson } from '../dataset/people.ts'
import type { DemoUpstream } from '../upstreams.ts'
import type { Origins } from './settings.ts'

/** Who comes this way. That it is a demonstration, the pages say themselves. */
const ABOUT: Record<DemoPerson['provider'], Text> = {
  mpassid: {
    fi: 'Oppilaiden, opiskelijoiden ja koulun henkilökunnan kirjautuminen.',
    sv: 'Inloggning för elever, studerande och skolans personal.',
    en: 'Log-in for pupils, students and school staff.',
  },
  suomifi: { fi: 'Huoltajien tunnistautuminen.', sv: 'Identifiering av vårdnadshavare.', en: 'Identification of guardians.' },
  directory: {
    fi: 'Kunnan ja alustan pääkäyttäjien kirjautuminen.',
    sv: 'Inloggning för kommunens och plattformens huvudanvändare.',
    en: "Log-in for the municipality's and the platform's administrators.",
  },
}

/**
 * The development identity providers, each with its own people; what they tell differs in form, as in real life.
 * @param unlisted Who may log in too, without standing on the pages.
 */
export function startIdentity(
  origins: Pick<Origins, 'identity' | 'session'>,
  upstreams: readonly DemoUpstream[],
  people: readonly DemoPerson[],
  unlisted: readonly DemoPerson[] = [],
) {
  return createIdentity({
    origin: origins.identity,
    providers: upstreams.map(({ id, name, clientId, clientSecret }) => ({
      path: id,
      title: name,
      about: ABOUT[id],
      shape: { refreshTokens: id === 'mpassid', dpop: id === 'mpassid' },
      clients: [
        {
          id: clientId,
          secret: clientSecret,
          redirectUris: [`${origins.session}/oidc/upstream/${id}/callback`],
          postLogoutRedirectUris: [`${origins.session}/oidc/upstream/${id}/signed-out`],
        },
      ],
      people: [people.map((person) => ({ ...person, isListed: true })), unlisted.map((person) => ({ ...person, isListed: false }))]
        .flat()
        .filter(({ provider }) => provider === id)
        .map(({ login, group, name: label, about: detail, claims, isListed }) => ({ login, group, label, detail, claims, isListed })),
    })),
  })
}
