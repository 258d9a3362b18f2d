import { resolve } from 'node:path'
import { EXAMPLE_VENDOR, idFrom, namesFrom, problemsWithFlags } from './answers.ts'
import type { Answers, CreateFlags } from './answers.ts'
import { isTemplate } from './templates.ts'

/**
 * Answers from the flags and the defaults, for scripts and pipelines.
 *
 * @param takesExamples An example stands in for what no flag says and nothing tells.
 * @throws {Error} naming everything that is wrong or missing at once.
 */
export function answersWithoutAsking(flags: CreateFlags, cwd: string, takesExamples: boolean): Answers {
  const given = takesExamples ? { folder: 'homework', vendor: EXAMPLE_VENDOR.name, contact: EXAMPLE_VENDOR.contact, ...defined(flags) } : flags
  const { folder, template = 'react', vendor, contact } = given
  const id = given.id ?? (folder === undefined ? undefined : idFrom(resolve(cwd, folder)))
  const missing = [
    ...(folder === undefined ? ['a folder'] : []),
    ...(vendor === undefined ? ['--vendor'] : []),
    ...(contact === undefined ? ['--contact'] : []),
  ]
  const problems = [
    ...(missing.length > 0 ? [`Missing: ${missing.join(', ')}. Give them, or take examples with --yes.`] : []),
    ...problemsWithFlags({ ...given, template, id }, cwd),
  ]
  if (folder === undefined || id === undefined || vendor === undefined || contact === undefined || !isTemplate(template) || problems.length > 0)
    throw new Error(problems.join('\n'))
  const names = namesFrom(id, resolve(cwd, folder))
  const fi = flags.name ?? names.fi
  return {
    folder: resolve(cwd, folder),
    template,
    id,
    // One name stands for all where only one was given: better the same name than another text.
    name: { fi, sv: flags.nameSv ?? flags.name ?? names.sv, en: flags.nameEn ?? flags.name ?? names.en },
    vendor: { name: vendor, contact },
  }
}

/** Without what is there and says nothing. */
const defined = (flags: CreateFlags): CreateFlags => Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
