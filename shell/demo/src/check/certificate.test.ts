import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { expect, test } from 'vitest'
import { selfSigned } from './certificate.ts'

test('a certificate of any length can be served, for the names that it was made for', () => {
  // Each length of its last line in turn.
  for (let length = 1; length <= 48; length++) {
    const host = `${'a'.repeat(length)}.localhost`
    const { key, cert } = selfSigned([host, '*.digione.localhost'])
    expect(() => createSecureContext({ key, cert }), host).not.toThrow()
    const made = new X509Certificate(cert)
    expect([made.checkHost(host), made.checkHost('id.digione.localhost'), made.checkHost('digione.example')]).toEqual([host, '*.digione.localhost', undefined])
    expect(made.verify(made.publicKey)).toBe(true)
  }
})
