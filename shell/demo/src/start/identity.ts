import { createIdentity } from '@digione/shell-identity'
import type { DemoPerson } from '../dataset/people.ts'
import type { DemoUpstream } from '../upstreams.ts'
import type { Origins } from './settings.ts'

const ABOUT = {
  fi: 'Kehitysympäristön tunnistuspalvelu. Henkilöt ovat keksittyjä.',
  sv: 'Identifieringstjänst för utvecklingsmiljön. Personerna är påhittade.',
  en: 'Identity provider of the development environment. The people are made up.',
}

/** The development identity providers, each with its own people; what they tell differs in form, as in real life. */
export function startIdentity(origins: Origins, upstreams: readonly DemoUpstream[], people: readonly DemoPerson[]) {
  return createIdentity({
    origin: origins.identity,
    providers: upstreams.map(({ id, name, clientId, clientSecret }) => ({
      path: id,
      title: name,
      about: ABOUT,
      shape: { refreshTokens: id === 'mpassid', dpop: id === 'mpassid' },
      clients: [
        {
          id: clientId,
          secret: clientSecret,
          redirectUris: [`${origins.session}/oidc/upstream/${id}/callback`],
          postLogoutRedirectUris: [`${origins.session}/oidc/upstream/${id}/signed-out`],
        },
      ],
      people: people
        .filter(({ provider }) => provider === id)
        .map(({ login, group, name: label, about: detail, claims }) => ({ login, group, label, detail, claims })),
    })),
  })
}
