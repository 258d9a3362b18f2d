import { textIn } from '@digione/sdk'
import { useHost, useLive } from '@digione/sdk/react'
import { useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { conventionsOf } from './formats.ts'
import { Choice } from './plan-fields.tsx'
import type { Misfit, Raw, Standing } from './settings.ts'
import type { SettingField } from './settings-api.ts'

/** A setting's value in words. */
export function useValueWords(): (field: SettingField, value: unknown) => string {
  const host = useHost()
  const locale = useLive(host.locale)
  return (field, value) => {
    const titleOf = (one: unknown) => {
      const choice = field.choices.find((known) => known.value === one)
      return choice ? textIn(choice.title, locale) : String(one)
    }
    if (value === undefined) return host.t('settingUnset')
    if (typeof value === 'boolean') return host.t(value ? 'settingOn' : 'settingOff')
    if (typeof value === 'number') return value.toLocaleString(conventionsOf(locale), { maximumFractionDigits: 20 })
    const words = Array.isArray(value) ? value.map(titleOf).join(', ') : titleOf(value)
    return words === '' ? host.t('settingEmpty') : words
  }
}

interface FieldProps {
  readonly field: SettingField
  readonly raw: Raw
  /** From where what stands in the field is. */
  readonly from: Standing['place']
  /** What it goes back to; `null`: it is not of this place. */
  readonly inherited: Standing | null
  readonly isChanged: boolean
  readonly misfit: Misfit | null
  write(raw: Raw): void
  reset(): void
}

/** One setting: what it is, from where, and the way back to what holds more widely. */
export function Field({ field, raw, from, inherited, isChanged, misfit, write, reset }: FieldProps) {
  const host = useHost()
  const locale = useLive(host.locale)
  const words = useValueWords()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const title = textIn(field.title, locale)
  const isGroup = field.kind === 'choice' || field.kind === 'choices'
  const describedBy = [misfit ? `${id}-misfit` : '', field.help || field.kind === 'texts' ? `${id}-help` : '', `${id}-from`].filter(Boolean).join(' ')
  const bounds = { least: field.least ?? '', most: field.most ?? '', fewest: field.fewest, mostItems: field.mostItems, pattern: field.pattern ?? '' }
  const after: ReactNode = (
    <>
      {(field.help || field.kind === 'texts') && (
        <p className="d1-hint" id={`${id}-help`}>
          {field.help && textIn(field.help, locale)} {field.kind === 'texts' && host.t('onePerLine')}
        </p>
      )}
      {misfit && (
        <p className="d1-error" id={`${id}-misfit`} role="alert">
          <d1-icon name="alert-circle" />
          {host.t(`misfit.${misfit}`, bounds)}
        </p>
      )}
      <div className="cn-from">
        <span className="cn-muted cn-small" id={`${id}-from`}>
          {host.t(`from.${from}`)}
          {isChanged && ` · ${host.t('settingChanged')}`}
        </span>
        {inherited && (
          <button
            type="button"
            className="d1-button"
            data-kind="quiet"
            data-action="inherit"
            aria-label={host.t('useInheritedOf', { setting: title, value: words(field, inherited.value), from: host.t(`from.${inherited.place}`) })}
            onClick={() => {
              reset()
              // The button goes: whoever pressed it goes on at the field.
              box.current?.querySelector<HTMLElement>('input:checked, input, select, textarea')?.focus()
            }}
          >
            <d1-icon name="undo" />
            <span className="cn-cut">{host.t('useInherited', { value: words(field, inherited.value) })}</span>
          </button>
        )}
      </div>
    </>
  )
  const invalid = misfit ? true : undefined
  if (isGroup)
    return (
      <div ref={box} data-setting={field.key} data-from={from}>
        <fieldset className="cn-fieldset" aria-describedby={describedBy}>
          <legend>{title}</legend>
          {field.choices.map(({ value, title: choice }) =>
            field.kind === 'choice' ? (
              <Choice
                key={value}
                name={`setting-${field.key}`}
                value={value}
                label={textIn(choice, locale)}
                isChosen={raw === value}
                choose={() => write(value)}
              />
            ) : (
              <label key={value} className="d1-choice">
                <input
                  type="checkbox"
                  value={value}
                  checked={Array.isArray(raw) && raw.includes(value)}
                  aria-invalid={invalid}
                  onChange={({ currentTarget: { checked } }) =>
                    write([...(Array.isArray(raw) ? raw.filter((one) => one !== value) : []), ...(checked ? [value] : [])])
                  }
                />
                {textIn(choice, locale)}
              </label>
            ),
          )}
          {after}
        </fieldset>
      </div>
    )
  const common = { id, 'aria-invalid': invalid, 'aria-describedby': describedBy }
  if (field.kind === 'boolean')
    return (
      <div ref={box} className="cn-setting" data-setting={field.key} data-from={from}>
        <label className="d1-choice" htmlFor={id}>
          <input {...common} type="checkbox" checked={raw === true} onChange={(event) => write(event.currentTarget.checked)} />
          <span className="cn-place">{title}</span>
        </label>
        {after}
      </div>
    )
  const text = String(raw)
  const isLong = field.kind === 'texts' || (field.kind === 'text' && (field.most ?? 0) > 80)
  return (
    <div ref={box} className="d1-field" data-setting={field.key} data-from={from}>
      <label htmlFor={id}>{title}</label>
      {isLong ? (
        <textarea {...common} className="d1-input" rows={3} value={text} onChange={(event) => write(event.currentTarget.value)} />
      ) : (
        <input
          {...common}
          type="text"
          // A number is written as people write it here, with a comma too.
          inputMode={field.kind === 'number' ? (field.isWhole && (field.least ?? -1) >= 0 ? 'numeric' : 'text') : undefined}
          className={field.kind === 'number' ? 'd1-input cn-share' : 'd1-input'}
          value={field.kind === 'number' && locale !== 'en' ? text.replace('.', ',') : text}
          onChange={(event) => write(event.currentTarget.value)}
        />
      )}
      {after}
    </div>
  )
}
