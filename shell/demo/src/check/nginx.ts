import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../start/backends.ts'
import { selfSigned } from './certificate.ts'
import { canInstall, findProgram, install } from './programs.ts'

const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin', '/usr/local/bin']
const found = () => findProgram(['nginx'], FOLDERS)

/**
 * The path of nginx, installed now where there is none.
 * @throws {Error} where it can't be installed.
 */
export async function findNginx(): Promise<string> {
  const there = found()
  if (there) return there
  if (!canInstall())
    throw new Error('There is no nginx here. Install it (Debian: apt-get install nginx-light, macOS: brew install nginx), so that it is found.')
  await install('nginx-light')
  const installed = found()
  if (!installed) throw new Error('nginx was installed, and still is not found.')
  return installed
}

export interface Proxy {
  /** Of TLS, and of plain HTTP. */
  readonly ports: { readonly https: number; readonly http: number }
  /** PEM of the certificate, to be trusted. */
  readonly certificate: string
  stop(): Promise<void>
}

/**
 * Runs nginx with a file that is meant for one's own `conf.d`, on free ports: only its addresses are replaced.
 * @param replace What stands in the file, by what is to stand there.
 */
export async function startNginx(nginx: string, file: string, hosts: readonly string[], replace: Readonly<Record<string, string>>): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'digione-nginx-'))
  const ports = { https: await freePort(), http: await freePort() }
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  const own = selfSigned(hosts)
  writeFileSync(certificate, own.cert)
  writeFileSync(key, own.key, { mode: 0o600 })
  const replaced: Record<string, string> = {
    'listen 80;': `listen 127.0.0.1:${ports.http};`,
    'listen 443 ssl': `listen 127.0.0.1:${ports.https} ssl`,
    '/etc/ssl/digione/fullchain.pem': certificate,
    '/etc/ssl/digione/key.pem': key,
    '/var/log/nginx/digione.log': join(folder, 'access.log'),
    ...replace,
  }
  let text = readFileSync(file, 'utf8')
  for (const [from, to] of Object.entries(replaced)) {
    if (!text.includes(from)) throw new Error(`${file} does not have "${from}".`)
    text = text.replaceAll(from, to)
  }
  writeFileSync(join(folder, 'digione.conf'), text)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
    mkdirSync(join(folder, name))
    return `${name}_temp_path ${join(folder, name)};`
  })
  const main = [
    // Started by root, its workers would be somebody who may not read this folder.
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'daemon off; worker_processes 1;',
    `pid ${join(folder, 'pid')}; error_log stderr warn;`,
    'events { worker_connections 256; }',
    `http { ${temporary.join(' ')} include ${join(folder, 'digione.conf')}; }`,
  ]
  writeFileSync(join(folder, 'nginx.conf'), main.join('\n'))
  const server: ChildProcess = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let words = ''
  server.stderr?.on('data', (part: Buffer) => (words = (words + part.toString('utf8')).slice(-4000)))
  const ended = new Promise<void>((tell) => server.once('exit', () => tell()))
  const stop = async () => {
    server.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const answers = () =>
    new Promise<boolean>((tell) => {
      request({ host: '127.0.0.1', port: ports.http }, (answer) => tell(answer.resume().statusCode !== undefined))
        .on('error', () => tell(false))
        .end()
    })
  for (const until = Date.now() + 10_000; !(await answers());) {
    if (Date.now() > until || server.exitCode !== null) {
      await stop()
      throw new Error(`nginx did not come up.\n${words}`)
    }
    await new Promise((tell) => setTimeout(tell, 50))
  }
  return { ports, certificate: own.cert, stop }
}
