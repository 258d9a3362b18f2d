import { saveFile } from './save-file.ts'

/** What a spreadsheet would take for a formula, were it not kept from it. */
const IS_FORMULA = /^[=+\-@\t\r]/
const BYTE_ORDER_MARK = '\u{FEFF}'

function cell(value: string): string {
  const text = IS_FORMULA.test(value) ? `'${value}` : value
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as a spreadsheet of a Finnish or Swedish office opens them: separated by semicolons, in UTF-8 that says so. */
export const asCsv = (rows: readonly (readonly string[])[]): string => BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(';')).join('\r\n') + '\r\n'

/** Gives the person a file. @param name Without what ends it. */
export const saveAsCsv = (name: string, rows: readonly (readonly string[])[]): void => saveFile(`${name}.csv`, 'text/csv', asCsv(rows))
