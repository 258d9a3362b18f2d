import type { TimeFormat } from '../format-time.ts'
import type { IconName } from '../icons/icons.generated.ts'
import { avatar } from './avatar.ts'
import { chip } from './chip.ts'
import { createElementClass } from './element.ts'
import { empty } from './empty.ts'
import { icon } from './icon.ts'
import { spinner } from './spinner.ts'
import { status, type Tone } from './status.ts'
import { time } from './time.ts'

/** What each element takes, as attributes or as properties of the same name. */
export interface D1Elements {
  'd1-icon': { name: IconName; label?: string }
  'd1-avatar': { name: string; person?: string }
  'd1-chip': { name: string; place?: string; person?: string }
  'd1-time': { start: string; end?: string; format?: TimeFormat; zone?: string }
  'd1-status': { tone?: Tone; label: string; icon?: IconName }
  'd1-spinner': { label: string }
  'd1-empty': { heading: string; text?: string; icon?: IconName }
}

declare global {
  interface HTMLElementTagNameMap extends ElementsByTag {}
}
type ElementsByTag = { [Tag in keyof D1Elements]: HTMLElement & Required<D1Elements[Tag]> }

/** Defines every d1-* element. Calling it again, or beside another copy of the package, changes nothing. */
export function defineElements(): void {
  for (const definition of [icon, avatar, chip, time, status, spinner, empty]) {
    if (!customElements.get(definition.tag)) customElements.define(definition.tag, createElementClass(definition))
  }
}
