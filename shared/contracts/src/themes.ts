export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
