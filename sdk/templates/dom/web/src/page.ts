import type { Host } from '@digione/sdk'
import { element } from './element.ts'
import { openHomework } from './homework-list.ts'
import type { HomeworkList, HomeworkState } from './homework-list.ts'
import { byDay, SUBJECT_ICON, summary } from './homework.ts'
import type { Day, Homework } from './homework.ts'
import { failed, loading } from './states.ts'

/**
 * The homework of the coming days. A pupil marks what is done; the others read.
 * @returns What takes it away again.
 */
export function showPage(el: HTMLElement, host: Host): () => void {
  const list = openHomework(host)
  const title = element('h1')
  const count = element('p', { class: 'd1-muted' })
  const body = element('div', { class: 'homework-days' })
  el.append(element('div', { class: 'homework' }, element('header', { class: 'homework-head' }, title, count), body))

  let rows = new Map<string, Row>()
  let shown = ''
  const draw = () => {
    const state = list.value
    const days = state.status === 'ready' ? byDay(state.homework, host.settings.value.daysAhead) : []
    const homework = days.flatMap((day) => day.homework)
    title.textContent = host.t('title')
    count.textContent = homework.length > 0 ? summary(host, homework) : ''
    // Built anew only where it is another list or another language: a mark changes in place, and the focus stays where it is.
    const wanted = JSON.stringify([host.locale.value, state.status, homework.map(({ id, due }) => [id, due])])
    if (wanted !== shown) {
      shown = wanted
      rows = new Map(homework.map((item) => [item.id, createRow(host, list, item)]))
      body.replaceChildren(...contents(host, list, state, days, rows))
    }
    for (const item of homework) rows.get(item.id)?.update(item)
  }
  const stops = [list.subscribe(draw), host.settings.subscribe(draw), host.locale.subscribe(draw)]
  return () => {
    for (const stop of stops) stop()
    el.replaceChildren()
  }
}

function contents(host: Host, list: HomeworkList, state: HomeworkState, days: readonly Day[], rows: ReadonlyMap<string, Row>): HTMLElement[] {
  if (state.status === 'loading') return [loading(host, 4)]
  if (state.status === 'failed') return [failed(host, list.retry)]
  if (days.length === 0) return [element('d1-empty', { heading: host.t('none'), text: host.t('noneText'), icon: 'check-circle' })]
  return days.map(({ date, homework }) => {
    const items = homework.map(({ id }) => element('li', {}, rows.get(id)?.element ?? ''))
    const heading = element('h2', {}, element('d1-time', { start: date, format: 'day' }))
    return element('section', { class: 'homework-day' }, heading, element('ul', { role: 'list', class: 'homework-items' }, ...items))
  })
}

interface Row {
  readonly element: HTMLElement
  update(item: Homework): void
}

function createRow(host: Host, list: HomeworkList, item: Homework): Row {
  const words = [
    element('d1-icon', { name: SUBJECT_ICON[item.subject] }),
    element(
      'span',
      { class: 'homework-words' },
      element('span', { class: 'homework-subject' }, host.t(`subject.${item.subject}`)),
      element('span', { class: 'homework-text', lang: item.language }, item.text),
    ),
  ]
  if (host.context.role !== 'learner') {
    const status = element('d1-status')
    const row = element('div', { class: 'homework-item' }, ...words, ...(item.isDone === null ? [] : [status]))
    const update = ({ isDone }: Homework) => {
      status.setAttribute('tone', isDone ? 'success' : 'neutral')
      status.setAttribute('label', host.t(isDone ? 'done' : 'notDone'))
    }
    return { element: row, update }
  }
  const box = element('input', { type: 'checkbox' })
  box.addEventListener('change', () => list.setDone(item, box.checked))
  const row = element('label', { class: 'homework-item' }, ...words, element('span', { class: 'd1-choice' }, box, element('span', {}, host.t('done'))))
  const update = ({ isDone }: Homework) => {
    box.checked = isDone === true
    row.toggleAttribute('data-done', isDone === true)
  }
  return { element: row, update }
}
