import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

test('what was read last is given while the database cannot be reached, each for its own, and then anew', async () => {
  let answer: (asked: string) => Promise<string> = async (asked) => `${asked} 1`
  const read = remembered((asked: string) => answer(asked), String)
  expect(await read('a')).toBe('a 1')
  answer = async () => {
    throw refused()
  }
  expect(await read('a')).toBe('a 1')
  await expect(read('b')).rejects.toThrow('ECONNREFUSED')
  answer = async (asked) => `${asked} 2`
  expect(await read('a')).toBe('a 2')
})

test('a mistake of our own is no outage: it is not covered up by what was read before', async () => {
  let isWrong = false
  const read = remembered(
    async () => {
      if (isWrong) throw new TypeError('mistake')
      return 'right'
    },
    () => '',
  )
  expect(await read(undefined)).toBe('right')
  isWrong = true
  await expect(read(undefined)).rejects.toThrow('mistake')
})
