import { stripVTControlCharacters } from 'node:util'
import { createLogger } from 'vite'
import type { Logger } from 'vite'

/** What Vite says of its own inner workings. */
const IS_INNER = /optimiz|new dependencies/i

const SAME_WITHIN_MS = 2000

/** Says what the module's people need of what Vite says: what is wrong with a file. */
export function plainLog(say: (text: string) => void): Logger {
  const silent = createLogger('silent')
  let last = { text: '', at: 0 }
  const plain = (words: string) => stripVTControlCharacters(words).trim()
  return {
    ...silent,
    warn: (words) => void (IS_INNER.test(words) || say(plain(words))),
    // Without the way through Vite that it took to find it.
    error(words) {
      const text = plain(words).replaceAll(/\n\s+at .*/g, '')
      // The shell tries a few times what it cannot load.
      const isAgain = text === last.text && performance.now() - last.at < SAME_WITHIN_MS
      last = { text, at: performance.now() }
      if (!isAgain) say(text)
    },
  }
}
