const CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY'

/**
 * A Finnish personal identity code (henkilötunnus) that nobody has: individual numbers 900–999 are kept for tests.
 *
 * @param born `YYYY-MM-DD`
 * @param individual 900–999; even for women, odd for men.
 */
export function testHetu(born: string, individual: number): string {
  const [year = '', month = '', day = ''] = born.split('-')
  const digits = `${day}${month}${year.slice(2)}`
  const check = CHECK_CHARACTERS[Number(`${digits}${individual}`) % 31]
  return `${digits}${year < '2000' ? '-' : 'A'}${individual}${check}`
}

/** A check digit, so that a mistyped number of our own is seen (Luhn). The platform checks OIDs by form only. */
function luhn(digits: string): number {
  const sum = [...digits].toReversed().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return (10 - (sum % 10)) % 10
}

const node = (number: number) => {
  const digits = String(number).padStart(10, '0')
  return `${digits}${luhn(digits)}`
}

/** Learner number (oppijanumero) of a test person. */
export const personOid = (number: number) => `1.2.246.562.98.${node(number)}`

/** A test organisation's OID. */
export const organisationOid = (number: number) => `1.2.246.562.99.${node(number)}`
