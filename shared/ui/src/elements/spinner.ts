import { span, type ElementDefinition } from './element.ts'

/** Waiting of unknown length. Its `label` is read out, and shown instead of the ring where motion is unwelcome. */
export const spinner: ElementDefinition<'label'> = {
  tag: 'd1-spinner',
  attributes: ['label'],
  draw(element) {
    element.setAttribute('role', 'status')
    element.replaceChildren(span('d1-spinner-ring'), span('d1-spinner-label', element.label))
  },
}
