import type { Host } from '@digione/sdk'
import { element } from './element.ts'
import { openHomework } from './homework-list.ts'
import { byDay, SUBJECT_ICON, summary } from './homework.ts'
import { failed, loading } from './states.ts'

const SHOWN = 3

/**
 * What comes next, on the desktop.
 * @returns What takes it away again.
 */
export function showCard(el: HTMLElement, host: Host, pageHref: string): () => void {
  const list = openHomework(host)
  const draw = () => el.replaceChildren(contents())
  const stops = [list.subscribe(draw), host.settings.subscribe(draw), host.locale.subscribe(draw)]
  return () => {
    for (const stop of stops) stop()
    el.replaceChildren()
  }

  function contents(): HTMLElement {
    const state = list.value
    if (state.status === 'loading') return loading(host, 2)
    if (state.status === 'failed') return failed(host, list.retry)
    const homework = byDay(state.homework, host.settings.value.daysAhead).flatMap((day) => day.homework)
    const next = homework.filter(({ isDone }) => !isDone).slice(0, SHOWN)
    const items = next.map(({ subject, due }) =>
      element(
        'li',
        {},
        element('d1-icon', { name: SUBJECT_ICON[subject] }),
        element('span', { class: 'homework-subject' }, host.t(`subject.${subject}`)),
        element('d1-time', { class: 'homework-when d1-muted d1-small', start: due, format: 'day' }),
      ),
    )
    return element(
      'div',
      { class: 'homework-card' },
      element('p', { class: 'd1-muted' }, homework.length > 0 ? summary(host, homework) : host.t('none')),
      element('ul', { role: 'list', class: 'homework-brief' }, ...items),
      element('a', { class: 'homework-open', href: pageHref }, host.t('open')),
    )
  }
}
