import type { IconName } from '../icons/icons.generated.ts'
import { span, type ElementDefinition } from './element.ts'
import { createIcon } from './icon.ts'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

/** A state in an icon and a word; the colour only repeats it. */
export const status: ElementDefinition<'tone' | 'label' | 'icon'> = {
  tag: 'd1-status',
  attributes: ['tone', 'label', 'icon'],
  draw(element) {
    const { tone, label, icon } = element
    element.dataset['status'] = tone || 'neutral'
    element.replaceChildren(createIcon(icon || (Object.hasOwn(TONE_ICONS, tone) ? TONE_ICONS[tone as Tone] : 'circle')), span('', label))
  },
}

const TONE_ICONS: Record<Tone, IconName> = {
  neutral: 'circle',
  info: 'info',
  success: 'check-circle',
  warning: 'alert-triangle',
  danger: 'alert-circle',
}
