import type { Host } from '@digione/sdk'
import { element } from './element.ts'

/** As many lines as are expected, each with its final height: nothing jumps when they come. */
export function loading(host: Host, rows: number): HTMLElement {
  const lines = Array.from({ length: rows }, () => element('span', { class: 'd1-skeleton' }))
  return element('div', { role: 'status', class: 'homework-skeleton' }, element('span', { class: 'd1-visually-hidden' }, host.t('loading')), ...lines)
}

export function failed(host: Host, onRetry: () => void): HTMLElement {
  const retry = element('button', { type: 'button', class: 'd1-button' }, host.t('retry'))
  retry.addEventListener('click', onRetry)
  const icon = element('d1-icon', { name: 'alert-circle' })
  return element('div', { role: 'alert', class: 'd1-notice homework-notice', 'data-status': 'danger' }, icon, element('p', {}, host.t('failed')), retry)
}
