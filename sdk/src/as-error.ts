/** Whatever was thrown, as an error; what is none becomes the cause of one. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('Something was thrown that is not an error.', { cause: thrown })
