import { notify } from '../state/notices.ts'
import { reportOf, sendReport } from '../session/report.ts'
import { standing } from '../loader/mounts.ts'

/** A module that keeps failing is told of once in this time. */
const TELL_EVERY_MS = 60_000
const toldAt = new Map<string, number>()

/** The release whose code threw: stacks name files, and files of a release lie below its own address. */
export const releaseInStack = (stack: string): string | null => {
  const [, module, hash] = /\/releases\/([a-z0-9.-]+)\/([0-9a-f]{12})\//.exec(stack) ?? []
  return module && hash ? `${module}@${hash}` : null
}

function note(error: unknown, stack: string) {
  const id = releaseInStack(stack)
  const placement = standing().find(({ target }) => target.release.id === id)
  if (!placement) return
  const { release } = placement.target
  sendReport(reportOf(error), release)
  if (Date.now() - (toldAt.get(release.id) ?? 0) < TELL_EVERY_MS) return
  toldAt.set(release.id, Date.now())
  notify({ text: { key: 'notices.moduleTrouble', values: { module: release.manifest.name } }, tone: 'warning', module: release.module })
}

/** What a module throws later, out of any mount, stays its own trouble: it is reported and told, and nothing else changes. */
export function watchStrays() {
  addEventListener('error', ({ error, filename }) => note(error, `${error instanceof Error ? error.stack : ''} ${filename}`))
  addEventListener('unhandledrejection', ({ reason }) => note(reason, reason instanceof Error ? (reason.stack ?? '') : ''))
}
