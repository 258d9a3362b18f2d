import type { MountedManifest, SandboxPerson } from '@digione/contracts'
import { textIn } from '@digione/contracts'

export interface WelcomeFacts {
  readonly address: string
  readonly manifest: MountedManifest
  readonly people: readonly SandboxPerson[]
  readonly hasBackend: boolean
  readonly seconds: number
}

/** What is printed when all is ready: the address, whom to log in as, and what is watched. */
export function welcome({ address, manifest, people, hasBackend, seconds }: WelcomeFacts): string {
  const fitting = people.filter(({ roles }) => roles.some((role) => manifest.roles.includes(role)))
  const width = Math.max(0, ...fitting.map(({ name }) => name.length))
  const wayWidth = Math.max(0, ...fitting.map(({ way }) => way.length))
  return [
    '',
    `${textIn(manifest.name, 'en')} is in the shell after ${seconds.toFixed(1)} s:  ${address}/`,
    '',
    `Log in as somebody whom it serves (${manifest.roles.join(', ')}); there are no passwords:`,
    '',
    ...fitting.map(({ way, name, about }) => `  ${way.padEnd(wayWidth)}  ${name.padEnd(width)}  ${about}`),
    '',
    `What you change under web/, and digione.json, is shown at once.${hasBackend ? ' "npm run api" runs as the backend.' : ''}`,
    'Ctrl-C stops it.',
    '',
  ].join('\n')
}
