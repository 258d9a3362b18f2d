import type { Dataset } from '../dataset/dataset.ts'

const PROVIDERS = { mpassid: 'MPASSid', suomifi: 'Suomi.fi', directory: 'Kunnan tunnus' } as const

/** What is printed when all is ready: the one address, who may log in, and how to publish. */
export function welcome(address: string, people: Dataset['people'], seconds: number, vendorAccount: string | null): string {
  const widths = { login: Math.max(...people.map(({ login }) => login.length)), name: Math.max(...people.map(({ name }) => name.length)) }
  const lines = Object.entries(PROVIDERS).flatMap(([id, title]) => [
    `  ${title}`,
    ...people
      .filter(({ provider }) => provider === id)
      .map(({ login, name, about }) => `    ${login.padEnd(widths.login)}  ${name.padEnd(widths.name)}  ${about['en'] ?? about.fi}`),
    '',
  ])
  return [
    `DigiOne is ready after ${seconds.toFixed(1)} s:  ${address}/`,
    '',
    'Log in as (choose the way in, then the person; there are no passwords):',
    '',
    ...lines,
    ...(vendorAccount === null
      ? []
      : ['Publish a module of your own, with the id homework, from its folder:', '', `    npx digione publish --account ${vendorAccount}`, '']),
    'Ctrl-C stops it.',
    '',
  ].join('\n')
}
