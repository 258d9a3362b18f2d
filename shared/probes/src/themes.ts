/** What each theme is to the device: the shell follows the device unless the person chose otherwise. */
export const DEVICE = {
  light: { colorScheme: 'light', contrast: 'no-preference' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  contrast: { colorScheme: 'light', contrast: 'more' },
} as const
export type Theme = keyof typeof DEVICE
export const THEMES = Object.keys(DEVICE) as Theme[]
