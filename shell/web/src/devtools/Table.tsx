import type { ReactNode } from 'react'

interface Column {
  readonly head: string
  readonly isNumber?: boolean
}
export interface Row {
  readonly key: string | number
  readonly cells: readonly ReactNode[]
}

/** A name out of code, which is the same in every language. */
export const Code = ({ children }: { readonly children: ReactNode }) => (
  <code lang="en" translate="no">
    {children}
  </code>
)

/** A list of facts; `none` says that there are none. The first cell of a row names it. */
export function Table({ caption, columns, rows, none }: { caption: string; columns: readonly Column[]; rows: readonly Row[]; none: string }) {
  if (rows.length === 0) return <p className="d1-muted">{none}</p>
  return (
    <table className="d1-table">
      <caption className="d1-visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ head, isNumber }) => (
            <th key={head} scope="col" className={isNumber ? 'd1-number' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [name, ...facts] }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {facts.map((fact, at) => (
              <td key={columns[at + 1]?.head} className={columns[at + 1]?.isNumber ? 'd1-number' : undefined}>
                {fact}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
