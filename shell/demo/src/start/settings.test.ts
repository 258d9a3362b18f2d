import { expect, test } from 'vitest'
import { originsOf, readSettings } from './settings.ts'

test('behind a proxy that ends TLS every address is https, on the port of the proxy', () => {
  const { port, httpsPort } = readSettings({ PORT: '4401', HTTPS_PORT: '8443' }, '.data')
  const { shell, session, identity, vendor } = originsOf(port, httpsPort)
  expect([shell, session, identity, vendor('timetable')]).toEqual([
    'https://digione.localhost:8443',
    'https://session.digione.localhost:8443',
    'https://id.digione.localhost:8443',
    'https://timetable.digione-vendors.localhost:8443',
  ])
  expect(originsOf(port, 443).shell).toBe('https://digione.localhost')
})

test('without a proxy every address is http, on the port that is listened on', () => {
  const { port, httpsPort } = readSettings({ PORT: '4401' }, '.data')
  expect(originsOf(port, httpsPort).shell).toBe('http://digione.localhost:4401')
})

test('a port that is none is refused by the name of its setting', () => {
  expect(() => readSettings({ HTTPS_PORT: 'four' }, '.data')).toThrow(/HTTPS_PORT is "four"/)
  expect(() => readSettings({ DIGIONE_DEVELOPERS: 'me' }, '.data')).toThrow(/DIGIONE_DEVELOPERS is me; it has to be a JSON list/)
})
