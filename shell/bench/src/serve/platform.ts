import { join } from 'node:path'
import { readdirSync, readFileSync } from 'node:fs'
import { startStack, type Stack } from '@digione/shell-demo/stack'
import { buildAll } from '@digione/shell-demo/build'
import { lessonsJson } from './lessons.ts'
import { MUNICIPALITY } from './platform-people.ts'
import { integrityOf, signed, VENDOR_KEY } from './vendor-key.ts'

/** The backend that every module of the bench asks. */
const BACKEND = 'bench'
const SECRET = 'the bench publishes its own modules'
/** Which modules a person sees is a matter of roles: so one platform serves every size. */
const ROLES = [
  { upTo: 20, roles: ['teacher', 'principal', 'staff'] },
  { upTo: 200, roles: ['principal', 'staff'] },
  { upTo: 1000, roles: ['staff'] },
] as const

export interface PlatformOptions {
  readonly port: number
  readonly httpsPort: number
  readonly data: string
  /** The built module that is published under many names. */
  readonly module: string
  readonly names: readonly string[]
  complain(text: string): void
}

/** A backend that answers whoever brings a token, and lets the platform's session page ask it. */
function answerLessons(stack: Stack): void {
  const allowed = stack.origins.session
  stack.front.route(`${BACKEND}.digione-vendors.localhost`, {
    handle(req, res) {
      const shared = { 'access-control-allow-origin': allowed, vary: 'Origin' }
      if (req.method === 'OPTIONS') {
        res
          .writeHead(204, {
            ...shared,
            'access-control-allow-headers': req.headers['access-control-request-headers'] ?? '',
            'access-control-max-age': '7200',
          })
          .end()
        return
      }
      if (!req.headers.authorization) {
        res.writeHead(401, shared).end()
        return
      }
      const module = new URL(req.url ?? '/', allowed).searchParams.get('module') ?? ''
      res.writeHead(200, { ...shared, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(lessonsJson(module))
    },
  })
}

function publicationOf(folder: string, name: string, roles: readonly string[]): FormData {
  const form = new FormData()
  let manifest: Record<string, unknown> = {}
  const files: object[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1)
    const text = readFileSync(join(folder, path), 'utf8').replaceAll('m001', name)
    if (path === 'digione.json') {
      manifest = { ...(JSON.parse(text) as object), roles }
      continue
    }
    form.append('file', new Blob([text]), path)
    files.push({ path, integrity: integrityOf(text), bytes: Buffer.byteLength(text) })
  }
  const { id: module, version } = manifest
  form.set('manifest', JSON.stringify(manifest))
  form.set('statement', signed({ module, version, channel: 'stable', sequence: 1, sdk: 'bench', manifest, files }))
  return form
}

async function publish(stack: Stack, clientId: string, form: FormData): Promise<void> {
  const answer = await fetch(`${stack.origins.session}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${encodeURIComponent(SECRET)}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'registry.publish' }),
  })
  if (!answer.ok) throw new Error(`No token for ${clientId}: ${await answer.text()}`)
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const published = await fetch(`${stack.origins.shell}/api/registry/releases`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form })
  if (!published.ok) throw new Error(`${clientId} could not publish: ${await published.text()}`)
  await published.arrayBuffer()
}

/** Starts the product as `npm start` does, behind TLS, and publishes the bench's modules to it. */
export async function startPlatform({ port, httpsPort, data, module, names, complain }: PlatformOptions): Promise<Stack> {
  const stack = await startStack({
    settings: { port, httpsPort, host: '127.0.0.1', data, databaseUrl: null, moduleFolders: [], developers: [], logLevel: 'error' },
    prepare: async () => void (await buildAll()),
    complain,
  })
  answerLessons(stack)
  const idOf = (name: string) => `bench-${name}`
  await stack.platform.addVendor({
    id: 'mitta',
    name: 'Mitta Oy',
    modules: names.map(idOf),
    keys: [VENDOR_KEY],
    clients: names.map((name) => ({ clientId: `${idOf(name)}-client`, secret: SECRET, module: idOf(name), scopes: ['registry.publish'] })),
  })
  for (const [at, name] of names.entries()) {
    const { roles } = ROLES.find(({ upTo }) => at < upTo) ?? { roles: ['staff'] }
    await stack.platform.bindApi({ module: idOf(name), api: 'api', municipality: null, origin: stack.origins.vendor(BACKEND) })
    await publish(stack, `${idOf(name)}-client`, publicationOf(module, name, roles))
    await stack.platform.switchOn({ module: idOf(name), municipality: MUNICIPALITY })
  }
  return stack
}
