/** As much as the form takes; the server refuses more. */
export const MAX_CHARACTERS = 4000

export interface Draft {
  readonly kind: 'accessibility' | 'other'
  readonly text: string
  readonly page: string
  readonly email: string
}

export interface FeedbackErrors {
  readonly text?: 'feedback.text.missing' | 'feedback.text.long'
  readonly email?: 'feedback.email.invalid'
}

/** What stands in the way of sending, by field. */
export function checkFeedback({ text, email }: Draft): FeedbackErrors {
  const length = text.trim().length
  return {
    ...(length === 0 ? { text: 'feedback.text.missing' as const } : length > MAX_CHARACTERS ? { text: 'feedback.text.long' as const } : {}),
    ...(email.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email.trim()) ? { email: 'feedback.email.invalid' as const } : {}),
  }
}
