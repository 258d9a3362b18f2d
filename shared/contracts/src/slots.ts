export const SLOTS = ['desktop.card.v1'] as const
