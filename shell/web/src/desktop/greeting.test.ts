import { expect, test } from 'vitest'
import { greetingKey, longDate } from './greeting.ts'

test('the greeting follows the clock in Helsinki, whatever the device believes', () => {
  const at = (time: string) => greetingKey(new Date(`2026-11-24T${time}:00Z`))
  expect([at('03:00'), at('08:30'), at('16:00'), at('00:30')]).toEqual(['greeting.morning', 'greeting.day', 'greeting.evening', 'greeting.evening'])
})

test('the date is written as the language writes it', () => {
  const day = new Date('2026-11-24T06:00:00Z')
  expect([longDate(day, 'fi'), longDate(day, 'sv')]).toEqual(['tiistai 24. marraskuuta', 'tisdag 24 november'])
})
