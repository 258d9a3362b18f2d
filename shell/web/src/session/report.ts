import type { StartRelease } from '@digione/contracts'
import { isDigiOneError } from '@digione/contracts'
import { budget } from '../host/budget.ts'
import { theVault } from './the-vault.ts'

const reports = budget(20, 0.2)

type Report = { kind: 'error'; code?: string; phase?: string; message?: string; reference?: string } | { kind: 'vital'; vital: string; value: number }

/** Tells the platform's log. Whether that works changes nothing for the person, so nobody waits for it. */
export function sendReport(report: Report, release: Pick<StartRelease, 'id' | 'module'> | null, municipality: string | null) {
  if (!reports.take()) return
  const body = JSON.stringify({
    ...report,
    ...(release ? { module: release.module, release: release.id } : {}),
    ...(municipality === null ? {} : { municipality }),
  })
  try {
    void theVault()
      .platform('/api/reports', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      .catch(() => {})
  } catch {
    // Before there is a session there is nobody to tell.
  }
}

const isVital = (what: unknown): what is { vital: string; value: number } =>
  typeof what === 'object' &&
  what !== null &&
  typeof (what as { vital?: unknown }).vital === 'string' &&
  typeof (what as { value?: unknown }).value === 'number'

/** What a module reports, put as the log takes it: no more of an error than its kind and its first line. */
export function reportOf(what: unknown): Report {
  if (isVital(what)) return { kind: 'vital', vital: what.vital.slice(0, 60), value: what.value }
  const message = (what instanceof Error ? `${what.name}: ${what.message}` : String(what)).split('\n')[0]?.slice(0, 300) ?? ''
  return { kind: 'error', message, phase: 'run', ...(isDigiOneError(what) ? { code: what.code } : {}) }
}
