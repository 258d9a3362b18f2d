import { createInterface, emitKeypressEvents } from 'node:readline'
import { styleText } from 'node:util'

/** Where questions are asked: a terminal's two ends. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { setRawMode?(mode: boolean): unknown }
  readonly output: NodeJS.WritableStream
}

/** The person ended it, with Ctrl-C or the end of the input. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
  constructor() {
    super('Nothing was created.')
  }
}

interface TextQuestion {
  readonly question: string
  /** Taken where the answer is empty. */
  readonly initial: string
  /** What is wrong with an answer, or `null`. */
  check(answer: string): string | null
}

const dim = (text: string) => styleText('dim', text)
const asked = (question: string) => `${styleText('cyan', '?')} ${styleText('bold', question)}`

/** Asks until the answer holds. */
export async function askText({ input, output }: Terminal, { question, initial, check }: TextQuestion): Promise<string> {
  for (;;) {
    const answer = await new Promise<string>((resolve, reject) => {
      const line = createInterface({ input, output, terminal: true })
      const cancel = () => {
        output.write('\n')
        reject(new Cancelled())
      }
      line.once('close', cancel)
      line.question(`${asked(question)} ${initial ? dim(`(${initial}) `) : ''}`, (given) => {
        line.off('close', cancel)
        line.close()
        resolve(given.trim() || initial)
      })
    })
    const problem = check(answer)
    if (problem === null) return answer
    output.write(`  ${styleText('red', problem)}\n`)
  }
}

interface Choice<Value extends string> {
  readonly value: Value
  readonly hint: string
}
interface Key {
  readonly name?: string
  readonly ctrl?: boolean
  readonly sequence?: string
}

/** One of a few, by arrows and Enter, or by its number. */
export async function askChoice<Value extends string>(
  { input, output }: Terminal,
  question: string,
  choices: readonly [Choice<Value>, ...Choice<Value>[]],
): Promise<Value> {
  const width = Math.max(...choices.map(({ value }) => value.length))
  let at = 0
  const draw = () => {
    for (const [index, { value, hint }] of choices.entries()) {
      const name = `${index + 1} ${value.padEnd(width)}`
      output.write(`${index === at ? styleText('cyan', `› ${name}`) : `  ${name}`}  ${dim(hint)}\n`)
    }
  }
  const erase = () => output.write(`\u001B[${choices.length}A\u001B[J`)
  output.write(`${asked(question)} ${dim('(arrows, then Enter)')}\n`)
  draw()
  emitKeypressEvents(input)
  input.setRawMode?.(true)
  input.resume()
  try {
    return await new Promise<Value>((resolve, reject) => {
      const stop = () => {
        input.off('keypress', press)
        input.off('end', end)
      }
      const end = () => {
        stop()
        reject(new Cancelled())
      }
      const press = (_: string | undefined, key: Key) => {
        if (key.ctrl && (key.name === 'c' || key.name === 'd')) return end()
        const number = Number(key.sequence)
        if (key.name === 'up' || key.name === 'k') at = (at + choices.length - 1) % choices.length
        else if (key.name === 'down' || key.name === 'j') at = (at + 1) % choices.length
        else if (choices[number - 1]) at = number - 1
        else if (key.name === 'return' || key.name === 'enter') {
          stop()
          // One line remains of the choice.
          output.write(`\u001B[${choices.length + 1}A\u001B[J`)
          const chosen = choices[at] ?? choices[0]
          output.write(`${asked(question)} ${chosen.value}\n`)
          return resolve(chosen.value)
        } else return
        erase()
        draw()
      }
      input.on('keypress', press)
      input.once('end', end)
    })
  } finally {
    input.setRawMode?.(false)
    input.pause()
  }
}
