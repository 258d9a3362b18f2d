import { resolve } from 'node:path'
import { EXAMPLE_VENDOR, gitIdentity, idFrom, namesFrom, problemsWithFlags, problemWith } from './answers.ts'
import type { Answers, CreateFlags } from './answers.ts'
import { askChoice, askText } from './prompts.ts'
import type { Terminal } from './prompts.ts'
import { isTemplate, TEMPLATES, TEMPLATE_WORDS } from './templates.ts'

const [FIRST, ...OTHERS] = TEMPLATES.map((value) => ({ value, hint: TEMPLATE_WORDS[value] })) as [
  { value: (typeof TEMPLATES)[number]; hint: string },
  ...{ value: (typeof TEMPLATES)[number]; hint: string }[],
]

/**
 * Answers from a person, for what the flags leave open; Enter takes what stands in brackets.
 *
 * @throws {Error} where a flag is wrong: before anything is asked. @throws {Cancelled}
 */
export async function answersByAsking(flags: CreateFlags, cwd: string, terminal: Terminal): Promise<Answers> {
  const wrong = problemsWithFlags(flags, cwd)
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  const ask = (given: string | undefined, question: string, initial: string, check: (answer: string) => string | null) =>
    given === undefined ? askText(terminal, { question, initial, check }) : Promise.resolve(given)

  const git = gitIdentity()
  const folder = await ask(flags.folder, 'Folder', 'homework', (answer) => problemWith.folder(answer, cwd))
  const template = flags.template !== undefined && isTemplate(flags.template) ? flags.template : await askChoice(terminal, 'Template', [FIRST, ...OTHERS])
  const id = await ask(flags.id, 'Id, part of every address', idFrom(resolve(cwd, folder)), problemWith.id)
  const names = namesFrom(id, resolve(cwd, folder))
  const fi = await ask(flags.name, 'Name in Finnish', names.fi, problemWith.name)
  const other = (translated: string) => (fi === names.fi ? translated : fi)
  const sv = await ask(flags.nameSv, 'Name in Swedish', other(names.sv), problemWith.name)
  const en = await ask(flags.nameEn, 'Name in English', other(names.en), problemWith.name)
  const vendor = await ask(flags.vendor, 'Vendor', git.name || EXAMPLE_VENDOR.name, problemWith.vendor)
  const contact = await ask(flags.contact, 'Support, an e-mail address', git.contact || EXAMPLE_VENDOR.contact, problemWith.contact)
  return { folder: resolve(cwd, folder), template, id, name: { fi, sv, en }, vendor: { name: vendor, contact } }
}
