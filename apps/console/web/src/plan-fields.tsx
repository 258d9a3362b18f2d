import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import type { Level } from './changes-api.ts'
import type { Field, Form, mistakesOf } from './plan.ts'
import type { Overview, Service } from './platform-api.ts'

// The fields of a plan: what is decided, where, for whom, when, and by which release.

interface FieldProps {
  readonly form: Form
  set(part: Partial<Form>): void
  mistake(field: Field): ReturnType<ReturnType<typeof mistakesOf>['get']>
}

interface ChoiceProps {
  readonly name: string
  readonly value: string
  readonly label: string
  readonly isChosen: boolean
  choose(): void
}

export function Choice({ name, value, label, isChosen, choose }: ChoiceProps) {
  return (
    <label className="d1-choice">
      <input type="radio" name={`cn-${name}`} value={value} checked={isChosen} onChange={choose} />
      {label}
    </label>
  )
}

/** A field's fieldset with what is wrong in it, which is tied to it. */
function Fieldset({
  field,
  legend,
  mistake,
  children,
}: { readonly field: Field; readonly legend: string; readonly children: ReactNode } & Pick<FieldProps, 'mistake'>) {
  const host = useHost()
  const id = useId()
  const wrong = mistake(field)
  return (
    <fieldset className="cn-fieldset" data-field={field} aria-describedby={wrong ? id : undefined}>
      <legend>{legend}</legend>
      {children}
      {wrong && (
        <p className="d1-error" id={id} role="alert">
          <d1-icon name="alert-circle" />
          {host.t(`mistake.${wrong}`)}
        </p>
      )}
    </fieldset>
  )
}

const toggled = <T,>(list: readonly T[], one: T): readonly T[] => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one])

export function Places({ form, set, mistake, overview }: FieldProps & { readonly overview: Overview }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const [search, setSearch] = useState('')
  const named = overview.schools.map(({ id, name }) => ({ id, name: textIn(name, locale) })).toSorted((a, b) => a.name.localeCompare(b.name, locale))
  const found = named.filter(({ name }) => name.toLocaleLowerCase(locale).includes(search.trim().toLocaleLowerCase(locale)))
  const chosen = form.schools
  return (
    <Fieldset field="schools" legend={host.t('where')} mistake={mistake}>
      <Choice name="where" value="all" label={host.t('wholeMunicipality')} isChosen={chosen === null} choose={() => set({ schools: null })} />
      <Choice name="where" value="some" label={host.t('chosenSchools')} isChosen={chosen !== null} choose={() => set({ schools: chosen ?? [] })} />
      {chosen === null ? (
        <p className="d1-hint">{host.t('wholeMunicipalityHelp')}</p>
      ) : (
        <div className="cn-choose">
          <input
            type="search"
            className="d1-input cn-search"
            aria-label={host.t('searchSchools')}
            placeholder={host.t('searchSchools')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <span className="cn-muted cn-small" role="status">
            {host.t('schoolsChosen', { count: chosen.length })}
          </span>
          {/* Scrolls by itself, which a keyboard does at the boxes in it. */}
          <div className="cn-list">
            {found.map(({ id, name }) => (
              <label key={id} className="d1-choice">
                <input type="checkbox" value={id} checked={chosen.includes(id)} onChange={() => set({ schools: toggled(chosen, id) })} />
                {name}
              </label>
            ))}
            {found.length === 0 && <p className="cn-muted">{host.t('noSchools')}</p>}
          </div>
        </div>
      )}
    </Fieldset>
  )
}

export function People({ form, set, mistake, service, overview }: FieldProps & { readonly service: Service; readonly overview: Overview }) {
  const host = useHost()
  const here = new Set<Level>(overview.schools.flatMap((school) => school.levels))
  const levels = [...here].filter((level) => service.levels === null || service.levels.includes(level))
  const { roles } = form
  return (
    <>
      <Fieldset field="roles" legend={host.t('forWhom')} mistake={mistake}>
        <Choice name="whom" value="all" label={host.t('everybodyServed')} isChosen={roles === null} choose={() => set({ roles: null })} />
        <Choice name="whom" value="some" label={host.t('chosenRoles')} isChosen={roles !== null} choose={() => set({ roles: roles ?? [] })} />
        {roles !== null && (
          <div className="cn-boxes">
            {service.roles.map((role) => (
              <label key={role} className="d1-choice">
                <input type="checkbox" value={role} checked={roles.includes(role)} onChange={() => set({ roles: toggled(roles, role) })} />
                {host.t(`role.${role}`)}
              </label>
            ))}
          </div>
        )}
      </Fieldset>
      {levels.length > 1 && (
        <Fieldset field="levels" legend={host.t('levels')} mistake={mistake}>
          <Choice name="levels" value="all" label={host.t('allLevels')} isChosen={form.levels === null} choose={() => set({ levels: null })} />
          <Choice name="levels" value="some" label={host.t('chosenLevels')} isChosen={form.levels !== null} choose={() => set({ levels: form.levels ?? [] })} />
          {form.levels !== null && (
            <div className="cn-boxes">
              {levels.map((level) => (
                <label key={level} className="d1-choice">
                  <input
                    type="checkbox"
                    value={level}
                    checked={form.levels?.includes(level)}
                    onChange={() => set({ levels: toggled(form.levels ?? [], level) })}
                  />
                  {host.t(`level.${level}`)}
                </label>
              ))}
            </div>
          )}
        </Fieldset>
      )}
    </>
  )
}

export function Times({ form, set, mistake }: FieldProps) {
  const host = useHost()
  const moment = (date: 'date' | 'endDate', time: 'time' | 'endTime', [day, clock]: readonly [string, string]) => (
    <div className="cn-moment-fields">
      <input
        type="date"
        className="d1-input"
        aria-label={day}
        value={form[date]}
        aria-invalid={mistake(date) ? true : undefined}
        onChange={(event) => set({ [date]: event.currentTarget.value })}
      />
      <input type="time" className="d1-input" aria-label={clock} value={form[time]} onChange={(event) => set({ [time]: event.currentTarget.value })} />
    </div>
  )
  return (
    <>
      <Fieldset field="date" legend={host.t('when')} mistake={mistake}>
        <Choice name="when" value="now" label={host.t('atOnce')} isChosen={form.isAtOnce} choose={() => set({ isAtOnce: true })} />
        <Choice name="when" value="later" label={host.t('laterThen')} isChosen={!form.isAtOnce} choose={() => set({ isAtOnce: false })} />
        {!form.isAtOnce && moment('date', 'time', [host.t('beginDay'), host.t('beginTime')])}
      </Fieldset>
      <Fieldset field="endDate" legend={host.t('end')} mistake={mistake}>
        <label className="d1-choice">
          <input type="checkbox" checked={form.hasEnd} onChange={(event) => set({ hasEnd: event.currentTarget.checked })} />
          {host.t('hasEnd')}
        </label>
        {form.hasEnd && moment('endDate', 'endTime', [host.t('endDay'), host.t('endTime')])}
        {form.hasEnd && <p className="d1-hint">{host.t('endHelp')}</p>}
      </Fieldset>
    </>
  )
}

/** What few need: which releases, and a share of the people. */
export function Further({ form, set, mistake }: FieldProps) {
  const host = useHost()
  if (form.effect !== 'on') return null
  const isOpen = form.channel !== 'stable' || form.pin !== null || form.percentage !== 100
  return (
    <details className="cn-further" open={isOpen || undefined}>
      <summary>{host.t('further')}</summary>
      <div className="d1-field">
        <label htmlFor="cn-channel">{host.t('releaseOf')}</label>
        <select
          id="cn-channel"
          className="d1-input cn-choice"
          value={form.pin ?? form.channel}
          onChange={({ currentTarget: { value } }) => set(value === form.pin ? {} : { channel: value === 'preview' ? 'preview' : 'stable', pin: null })}
        >
          <option value="stable">{host.t('channel.stable')}</option>
          <option value="preview">{host.t('channel.preview')}</option>
          {form.pin !== null && <option value={form.pin}>{form.pin}</option>}
        </select>
      </div>
      <Fieldset field="percentage" legend={host.t('shareLabel')} mistake={mistake}>
        <input
          type="number"
          className="d1-input cn-share"
          min={1}
          max={100}
          aria-label={host.t('shareLabel')}
          value={Number.isNaN(form.percentage) ? '' : form.percentage}
          aria-invalid={mistake('percentage') ? true : undefined}
          onChange={(event) => set({ percentage: event.currentTarget.valueAsNumber })}
        />
        <p className="d1-hint">{host.t('shareHelp')}</p>
      </Fieldset>
    </details>
  )
}
