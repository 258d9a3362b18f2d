import { sampleRoster } from './sample-roster.ts'

const quoted = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** A word of its own: a name of five letters may stand inside of a longer word, or of a digest. */
const word = (text: string) => new RegExp(`(?<![\\p{L}\\p{N}_])${quoted(text)}(?![\\p{L}\\p{N}_])`, 'iu')

/** Everything by which the sample's people are known: names, identifiers, keys, addresses; and what else a test knows of them. */
const dataOf = (more: readonly string[]) => [
  ...new Set(
    [
      ...sampleRoster.persons.flatMap(({ id, learnerNumber, familyName, givenName, callingName, keys }) => [
        id,
        learnerNumber ?? '',
        familyName,
        givenName,
        callingName,
        ...keys.map(({ value }) => value),
      ]),
      ...sampleRoster.municipalities.map(({ contact }) => contact.email),
      ...more,
    ].filter((value) => value !== ''),
  ),
]

/** Which of it stands in these lines of a log, each with the line. */
export function personalDataIn(lines: readonly string[], more: readonly string[] = []): string[] {
  const patterns = dataOf(more).map((value) => ({ value, pattern: word(value) }))
  return lines.flatMap((line) => patterns.flatMap(({ value, pattern }) => (pattern.test(line) ? [`${value}: ${line.slice(0, 300)}`] : [])))
}
