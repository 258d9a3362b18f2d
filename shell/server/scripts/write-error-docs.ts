import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERRORS, type ErrorCode } from '@digione/contracts'
import { errorIndex, errorPage } from '../src/error-pages.ts'

const folder = join(import.meta.dirname, '../../../docs/errors')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'README.md'), errorIndex())
for (const code of Object.keys(ERRORS) as ErrorCode[]) writeFileSync(join(folder, `${code}.md`), errorPage(code))
