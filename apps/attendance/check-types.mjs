// vue-tsc looks for the compiler beside itself, where the repository's own (7) stands; it needs this package's (6).
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
require('vue-tsc').run(require.resolve('typescript/lib/tsc'))
