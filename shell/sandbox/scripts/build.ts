// Builds dist: the platform as plain JavaScript, the shell in its development flavour, and the demo's modules with their backends.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, loadConfigFromFile, type Plugin } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const repository = join(root, '..', '..')
const web = join(repository, 'shell', 'web')
const dist = join(root, 'dist')
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }

if (!existsSync(join(web, 'dist/boot.js')))
  throw new Error('The shell and the modules have not been built. Run "npm run build" at the top of the repository first.')
rmSync(dist, { recursive: true, force: true })
await program({ main: join(root, 'src/main.ts'), loopback: join(root, 'src/loopback.ts') }, join(dist, 'program'))
await modules()
await shell()

/** Everything of this repository goes in; what npm brings stays outside, and has to be a dependency of the package. */
async function program(input: Record<string, string>, outDir: string) {
  const undeclared = new Set<string>()
  const packages: Plugin = {
    name: 'sandbox:packages',
    enforce: 'pre',
    resolveId(source) {
      if (/^[./\0]|^@digione\/|^node:/.test(source) || source.startsWith(repository)) return null
      const name = source.split('/', source.startsWith('@') ? 2 : 1).join('/')
      if (!(name in dependencies)) undeclared.add(name)
      return { id: source, external: true }
    },
  }
  await build({
    root: repository,
    configFile: false,
    logLevel: 'warn',
    plugins: [packages, besides(outDir)],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node22',
      minify: false,
      rolldownOptions: { input, output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
    },
  })
  if (undeclared.size > 0) throw new Error(`Name these under "dependencies" of the sandbox: ${[...undeclared].join(', ')}`)
}

/** Files that the program reads as it runs are laid beside it. */
function besides(outDir: string): Plugin {
  const lay = (from: string) => {
    cpSync(from, join(outDir, basename(from)))
    return basename(from)
  }
  return {
    name: 'sandbox:besides',
    enforce: 'pre',
    transform(code, id) {
      if (!code.includes('import.meta.')) return null
      const found = code
        .replaceAll(/new URL\('([\w-]+\.css)', import\.meta\.url\)/g, (_, file: string) => `new URL('./${lay(join(dirname(id), file))}', import.meta.url)`)
        // Each such file is named in full somewhere in the same source.
        .replaceAll(/import\.meta\.resolve\(specifier\)/g, "new URL(specifier.replace(/^.*\\//, './'), import.meta.url).href")
      for (const [, file = ''] of code.matchAll(/'@digione\/ui\/([\w-]+\.css)'/g)) lay(join(repository, 'shared/ui/src', file))
      return found === code ? null : { code: found, map: null }
    },
  }
}

/** The demo's modules as they were built, each with its backend. */
async function modules() {
  const apps = join(repository, 'apps')
  for (const name of readdirSync(apps).filter((folder) => existsSync(join(apps, folder, 'digione.json')))) {
    const to = join(dist, 'modules', name)
    for (const part of ['digione.json', 'dist']) cpSync(join(apps, name, part), join(to, part), { recursive: true })
    const server = join(apps, name, 'api/src/main.ts')
    if (existsSync(server)) await program({ main: server }, join(to, 'api/src'))
  }
}

/** With React's development build: the other one cannot put an edited component in an old one's place. */
async function shell() {
  for (const folder of ['dist', 'dist-frame', 'dist-vault', 'dist-worker']) cpSync(join(web, folder), join(dist, 'shell', folder), { recursive: true })
  const outDir = join(dist, 'shell', 'dist')
  const boot = readFileSync(join(outDir, 'boot.js'))
  rmSync(outDir, { recursive: true })
  process.env['NODE_ENV'] = 'development'
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'development' }, join(web, 'vite.config.ts'), web)
  // Nothing is compressed: the way is as short as it gets.
  const plugins = (loaded?.config.plugins ?? []).filter((plugin) => !(plugin && 'name' in plugin && plugin.name === 'digione:precompress'))
  await build({
    ...loaded?.config,
    root: web,
    configFile: false,
    mode: 'development',
    logLevel: 'warn',
    plugins,
    build: { ...loaded?.config.build, outDir, emptyOutDir: false, minify: false },
  })
  // Last: that it is there says that the build is whole.
  writeFileSync(join(outDir, 'boot.js'), boot)
}
