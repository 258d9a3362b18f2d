import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { defineConfig } from 'vite'
import type { EnvironmentOptions } from 'vite'

/** Pages of the session vault with a script. Each is one file without imports: the server inlines it under its hash. */
const PAGES = ['frame', 'login', 'cb', 'logout'] as const
/** The one script that the frame fetches, when a log-in has to be renewed: a module. */
const RENEWAL = 'renewal'

const environment = (page: string): EnvironmentOptions => ({
  consumer: 'client',
  build: {
    outDir: 'dist-vault',
    emptyOutDir: false,
    target: 'es2023',
    modulePreload: false,
    rolldownOptions: {
      input: `src/vault/${page}.ts`,
      output: { format: page === RENEWAL ? 'es' : 'iife', entryFileNames: `${page}.js` },
      // An entry's exports are what the frame asks for.
      ...(page === RENEWAL ? { preserveEntrySignatures: 'exports-only' as const } : {}),
    },
  },
})

export default defineConfig({
  logLevel: 'warn',
  publicDir: false,
  environments: Object.fromEntries([...PAGES, RENEWAL].map((page) => [page, environment(page)])),
  builder: {
    async buildApp(builder) {
      for (const page of [...PAGES, RENEWAL]) {
        const target = builder.environments[page]
        if (target) await builder.build(target)
        const code = readFileSync(`dist-vault/${page}.js`)
        if (/<\/script|<!--/i.test(code.toString())) throw new Error(`dist-vault/${page}.js cannot be inlined into a page.`)
        console.info(`vault ${page}.js ${code.length} B, ${brotliCompressSync(code).length} B brotli`)
      }
    },
  },
})
