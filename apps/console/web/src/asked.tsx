import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import type { ReactNode } from 'react'
import type { Accepted, Asks, FieldNames, More } from './acceptance-api.ts'
import { shortTime } from './formats.ts'

/** How what services ask for is said. */
export function useAskedWords(fields: FieldNames) {
  const host = useHost()
  const locale = useLive(host.locale)
  const list = new Intl.ListFormat(locale)
  const regions = new Intl.DisplayNames(locale, { type: 'region' })
  const field = (name: string) => textIn(fields[name] ?? { fi: name, sv: name }, locale)
  const country = (code: string) => regions.of(code) ?? code
  const short = shortTime(locale)
  return {
    text: (text: Asks['recipients'][number]['purpose']) => textIn(text, locale),
    field,
    country,
    fields: (names: readonly string[]) => (names.length === 0 ? host.t('ownData') : list.format(names.map(field))),
    countries: (codes: readonly string[]) => (codes.length === 0 ? host.t('notTold') : list.format(codes.map(country))),
    people: (roles: Asks['people']) => list.format(roles.map((role) => host.t(`role.${role}`))),
    basis: (basis: Asks['scopes'][number]['legalBasis']) => host.t(`basis.${basis}`),
    accepted: ({ by, at }: Accepted) => host.t('acceptedBy', { name: by ?? host.t('operatorAtSetUp'), when: short(at) }),
  }
}
export type AskedWords = ReturnType<typeof useAskedWords>

/** Whether a service is given nothing of people's. */
export const asksNothing = ({ fields, scopes, storedIn, recipients }: Asks) => fields.length + scopes.length + storedIn.length + recipients.length === 0

type Row = 'people' | 'fields' | 'scopes' | 'storedIn' | 'recipients' | 'retention' | 'impactAssessment' | 'contact'

/** All that a release asks for: what of whom, why, and where it goes. */
export function AskedList({ asks, fields }: { readonly asks: Asks; readonly fields: FieldNames }) {
  const host = useHost()
  const words = useAskedWords(fields)
  if (asksNothing(asks)) return <p className="cn-muted">{host.t('asksForNothing')}</p>
  const row = (name: Row, children: ReactNode) => (
    <div data-asked={name}>
      <dt>{host.t(`asked.${name}`)}</dt>
      <dd>{children}</dd>
    </div>
  )
  return (
    <dl className="cn-asked">
      {row('people', words.people(asks.people))}
      {asks.fields.length > 0 && row('fields', words.fields(asks.fields))}
      {asks.scopes.length > 0 &&
        row(
          'scopes',
          <ul>
            {asks.scopes.map((scope) => (
              <li key={scope.id}>
                {words.text(scope.purpose)}
                <span className="cn-muted cn-small">
                  {host.t('basisIs', { basis: words.basis(scope.legalBasis) })} {host.t('dataIs', { fields: words.fields(scope.fields) })}
                </span>
              </li>
            ))}
          </ul>,
        )}
      {row('storedIn', words.countries(asks.storedIn))}
      {row(
        'recipients',
        asks.recipients.length === 0 ? (
          // Whoever said anything of it said where it is kept.
          host.t(asks.storedIn.length === 0 ? 'notTold' : 'noRecipients')
        ) : (
          <ul>
            {asks.recipients.map(({ name, country, purpose }) => (
              <li key={name + country}>
                {name}, {words.country(country)}
                <span className="cn-muted cn-small">{words.text(purpose)}</span>
              </li>
            ))}
          </ul>
        ),
      )}
      {row('retention', asks.retention ? words.text(asks.retention) : host.t('notTold'))}
      {row(
        'impactAssessment',
        asks.impactAssessment ? (
          <a href={asks.impactAssessment} target="_blank" rel="noreferrer">
            {host.t('readAssessment')}
          </a>
        ) : (
          host.t('notTold')
        ),
      )}
      {asks.contact && row('contact', <a href={`mailto:${asks.contact}`}>{asks.contact}</a>)}
    </dl>
  )
}

/** What a release asks for beyond what was accepted, each in a sentence. */
export function MoreList({ more, fields }: { readonly more: readonly More[]; readonly fields: FieldNames }) {
  const host = useHost()
  const words = useAskedWords(fields)
  const say = (one: More): string => {
    switch (one.kind) {
      case 'people':
        return host.t('more.people', { people: words.people([one.role]) })
      case 'field':
        return host.t('more.field', { field: words.field(one.field) })
      case 'scope':
        return host.t('more.scope', { purpose: words.text(one.purpose), basis: words.basis(one.legalBasis), fields: words.fields(one.fields) })
      case 'purpose':
        return host.t('more.purpose', { purpose: words.text(one.purpose), was: words.text(one.was) })
      case 'basis':
        return host.t('more.basis', { purpose: words.text(one.purpose), basis: words.basis(one.legalBasis), was: words.basis(one.was) })
      case 'scope-field':
        return host.t('more.scopeField', { purpose: words.text(one.purpose), field: words.field(one.field) })
      case 'country':
        return host.t('more.country', { country: words.country(one.country) })
      case 'recipient':
        return host.t('more.recipient', { name: one.name, country: words.country(one.country), purpose: words.text(one.purpose) })
      case 'retention':
      default:
        return host.t('more.retention', { retention: one.retention ? words.text(one.retention) : host.t('notTold'), was: words.text(one.was) })
    }
  }
  return (
    <ul className="cn-asks" data-more>
      {more.map((one) => (
        <li key={JSON.stringify(one)} data-kind-of-more={one.kind}>
          {say(one)}
        </li>
      ))}
    </ul>
  )
}
