import type { Legacy } from '@digione/contracts'
import { hashSource } from '../page/policy.ts'

/** Abilities of a browser that no module has. What it may do goes through its port. */
const ABILITIES =
  'accelerometer autoplay browsing-topics camera clipboard-read clipboard-write display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid identity-credentials-get idle-detection keyboard-map local-fonts magnetometer microphone midi otp-credentials payment picture-in-picture publickey-credentials-create publickey-credentials-get screen-wake-lock serial storage-access usb window-management xr-spatial-tracking'
const NO_ABILITY = ABILITIES.split(' ')
  .map((name) => `${name}=()`)
  .join(', ')

interface FrameFacts {
  readonly shell: string
  readonly origin: string
  readonly release: string
  readonly inline: string
  readonly legacy: readonly Legacy[] | null
}

/**
 * The policies of a module's frame: it runs the platform's mini-host and its own release, shows its own files, and reaches nobody.
 *
 * @param origin Of the frame. @param release Path of its release's files. @param inline The script that stands in the document.
 * @param legacy What it is opened for; `null` where the release is no wrapped application.
 */
export function framePolicies({ shell, origin, release, inline, legacy }: FrameFacts): Record<string, string> {
  const own = `${origin}${release}`
  const isOpenFor = (word: Legacy, source: string) => (legacy?.includes(word) ? ` ${source}` : '')
  const csp = [
    "default-src 'none'",
    `script-src ${origin}/assets/ ${own} ${hashSource(inline)}${isOpenFor('eval', "'unsafe-eval'")}`,
    `style-src ${origin}/assets/ ${own}${isOpenFor('inline-styles', "'unsafe-inline'")}`,
    `img-src ${own} data: blob:`,
    `font-src ${own} data:`,
    `media-src ${own} data: blob:`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    `frame-ancestors ${shell}`,
    "require-trusted-types-for 'script'",
    // A wrapped application makes none of its own: the mini-host decides for it what of a text goes through.
    `trusted-types vue svelte-trusted-html${legacy ? ' default' : ''} 'allow-duplicates'`,
    // As the shell's element has it: whoever opens the address by itself meets the same walls.
    'sandbox allow-scripts allow-forms',
  ].join('; ')
  return {
    'content-security-policy': csp,
    // Of a browser that knows it: no connection but to where this came from, whatever asks for it.
    'connection-allowlist': '(response-origin)',
    'integrity-policy': 'blocked-destinations=(script)',
    'permissions-policy': NO_ABILITY,
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'x-dns-prefetch-control': 'off',
    'x-content-type-options': 'nosniff',
  }
}
