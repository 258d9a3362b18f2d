import { expect, test } from 'vitest'
import { MAX_CHARACTERS, checkFeedback } from './check-feedback.ts'

const draft = { kind: 'other', text: 'Painike ei toimi.', page: '', email: '' } as const

test('feedback needs words, and an address only if one is given', () => {
  expect(checkFeedback(draft)).toEqual({})
  expect(checkFeedback({ ...draft, text: '  ' })).toEqual({ text: 'feedback.text.missing' })
  expect(checkFeedback({ ...draft, text: 'a'.repeat(MAX_CHARACTERS + 1) })).toEqual({ text: 'feedback.text.long' })
  expect(checkFeedback({ ...draft, email: 'aino@' })).toEqual({ email: 'feedback.email.invalid' })
  expect(checkFeedback({ ...draft, email: ' aino@example.fi ' })).toEqual({})
})
