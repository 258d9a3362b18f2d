import { DigiOneError } from '@digione/contracts'
import { notify } from '../state/notices.ts'
import { reportOf, sendReport } from '../session/report.ts'
import { failureToLoad } from '../loader/failure.ts'
import { standing } from '../loader/mounts.ts'
import { releaseInStack } from '../loader/release-in-stack.ts'
import type { Placement } from '../loader/placement.ts'
import { dirtyGuards } from '../state/leave.ts'

/** A module that keeps failing is told of once in this time. */
const TELL_EVERY_MS = 60_000
const toldAt = new Map<string, number>()

/** The file of a release that a module asked for and that did not come; browsers put its address in the message. */
export const missingFile = (error: unknown): string | null =>
  error instanceof TypeError && /dynamically imported module/i.test(error.message) ? (/\/releases\/[^\s?#]+/.exec(error.message)?.[0] ?? null) : null

/**
 * A part of the module did not come, so what it was for is not there: the card says so and offers another try. Unsaved work stays
 * where it is, with a notice.
 * @returns Whether the card stands.
 */
async function failFor(file: string, placement: Placement): Promise<boolean> {
  const { module } = placement.target.release
  if (dirtyGuards((owner) => owner === placement).length > 0) return false
  placement.fail(await failureToLoad(module, [file], new DigiOneError('MODULE_NOT_LOADED', module, `${file} did not come`)))
  return placement.shown().state === 'failed'
}

async function note(error: unknown, stack: string) {
  const id = releaseInStack(missingFile(error) ?? stack)
  const placement = standing().find(({ target }) => target.release.id === id && target.tier === 'page')
  if (placement) await noteStray(error, placement)
}

/** What code of a mount threw where nothing caught it. */
export async function noteStray(error: unknown, placement: Placement) {
  const file = missingFile(error)
  if (file && (await failFor(file, placement))) return
  const { release } = placement.target
  sendReport(reportOf(error), release, null)
  if (Date.now() - (toldAt.get(release.id) ?? 0) < TELL_EVERY_MS) return
  toldAt.set(release.id, Date.now())
  notify({ text: { key: 'notices.moduleTrouble', values: { module: release.manifest.name } }, tone: 'warning', module: release.module })
}

/** What a module throws later, out of any mount, stays its own trouble: it is reported and told, and nothing else changes. */
export function watchStrays() {
  addEventListener('error', ({ error, filename }) => void note(error, `${error instanceof Error ? error.stack : ''} ${filename}`))
  addEventListener('unhandledrejection', ({ reason }) => void note(reason, reason instanceof Error ? (reason.stack ?? '') : ''))
}
