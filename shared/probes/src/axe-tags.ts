/** Which of axe's rules hold: WCAG 2.2 AA, and what is good practice beside. */
export const AXE_TAGS: string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
