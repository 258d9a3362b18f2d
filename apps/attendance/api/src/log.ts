/** One line of JSON per entry. Never names; people stand as the module's pairwise identifiers. */
export type Log = (entry: Readonly<Record<string, string | number | boolean | null | undefined>>) => void

export const logToStdout: Log = (entry) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`)
}
