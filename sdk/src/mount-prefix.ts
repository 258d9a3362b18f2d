import type { Host } from './host.ts'

let mounts = 0

/** What the ids of one mount begin with: frameworks number theirs anew in each root, and several stand on one page. */
export const mountPrefix = ({ app }: Pick<Host, 'app'>): string => `${app.id}-${++mounts}-`
