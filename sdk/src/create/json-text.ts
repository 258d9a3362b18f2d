const WIDTH = 120

/** JSON as a person writes it: what fits stays on one line. */
export const jsonText = (value: unknown): string => `${lines(value, '', 0)}\n`

function lines(value: unknown, indent: string, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  const parts: [key: string, value: unknown][] = isList
    ? value.map((item) => ['', item])
    : Object.entries(value).map(([key, item]) => [`${JSON.stringify(key)}: `, item])
  if (parts.length === 0) return open + close
  const inline = parts.map(([key, item]) => key + lines(item, '', 0))
  const line = isList ? `[${inline.join(', ')}]` : `{ ${inline.join(', ')} }`
  if (indent !== '' && before + line.length <= WIDTH && !line.includes('\n')) return line
  return `${open}\n${parts.map(([key, item]) => inner + key + lines(item, inner, inner.length + key.length)).join(',\n')}\n${indent}${close}`
}
