import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { selfSigned } from '@digione/shell-demo/certificate'

const NAMES = ['digione.localhost', '*.digione.localhost', '*.digione-modules.localhost', '*.digione-vendors.localhost']

/** A proxy that ends TLS in front of a product, as a platform's operator has one. */
export interface TlsProxy {
  readonly port: number
  /** PEM, which nobody trusts who is not told to. */
  readonly certificate: string
  readonly certificateFile: string
  close(): void
}

/** @param behind Port of the product. @param folder Gets the certificate. */
export async function openTlsProxy(behind: number, folder: string): Promise<TlsProxy> {
  const { key, cert } = selfSigned(NAMES)
  const certificateFile = join(folder, 'certificate.pem')
  writeFileSync(certificateFile, cert)
  const server = createServer({ key, cert }, (req, res) => {
    const headers = { ...req.headers, 'x-forwarded-proto': 'https' }
    const onwards = request({ host: '127.0.0.1', port: behind, method: req.method, path: req.url, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      res.flushHeaders()
      answer.pipe(res)
      answer.on('error', () => res.destroy())
    })
    onwards.on('error', () => res.destroy())
    res.on('close', () => onwards.destroy())
    req.pipe(onwards)
  })
  await new Promise<void>((tell) => server.listen(0, '127.0.0.1', () => tell()))
  return {
    port: (server.address() as AddressInfo).port,
    certificate: cert,
    certificateFile,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
