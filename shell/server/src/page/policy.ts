import { createHash } from 'node:crypto'
import { WORKER_PATH } from './failure-worker.ts'

/** What a policy calls a script that stands in the document. */
export const hashSource = (inline: string) => `'sha256-${createHash('sha256').update(inline).digest('base64')}'`

/** What a policy calls the frames of modules, whichever they are. */
export function frameSource(modules: string): string {
  const { protocol, host } = new URL(modules)
  return `${protocol}//*.${host}/frame/`
}

/** The policies of the shell's HTML. `inline` are the scripts that stand in it, each allowed by its hash alone. */
export function shellPolicies({
  shell,
  session,
  modules,
  inline,
}: {
  shell: string
  session: string
  modules: string
  inline: readonly string[]
}): Record<string, string> {
  const csp = [
    "default-src 'none'",
    `script-src 'self' ${inline.map(hashSource).join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    `form-action 'self' ${session}`,
    "frame-ancestors 'none'",
    // Never 'self': what the shell's own origin answers is not to be framed by code that runs in it.
    `frame-src ${session}/frame ${frameSource(modules)}`,
    `worker-src ${shell}${WORKER_PATH}`,
    "require-trusted-types-for 'script'",
    // A second copy of Vue or Svelte makes its policy anew.
    "trusted-types digione-worker vue svelte-trusted-html 'allow-duplicates'",
  ].join('; ')
  return {
    'content-security-policy': csp,
    'integrity-policy': 'blocked-destinations=(script)',
    // `same-origin` would let a popup of the shell reach back for the vault's port.
    'cross-origin-opener-policy': 'noopener-allow-popups',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'x-content-type-options': 'nosniff',
  }
}
