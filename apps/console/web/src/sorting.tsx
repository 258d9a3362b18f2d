import { useState } from 'react'

export interface Sorting<Column extends string> {
  readonly column: Column
  readonly direction: 'ascending' | 'descending'
}

/** By what a table's rows are in order. Pressing the column that orders them turns them round. */
export function useSorting<Column extends string>(first: Column) {
  const [sorting, setSorting] = useState<Sorting<Column>>({ column: first, direction: 'ascending' })
  const sortBy = (column: Column) =>
    setSorting((now) => ({ column, direction: now.column === column && now.direction === 'ascending' ? 'descending' : 'ascending' }))
  return { sorting, sortBy }
}

/** The head of a column that rows can be ordered by. */
export function SortHead<Column extends string>(props: {
  readonly column: Column
  readonly label: string
  readonly sorting: Sorting<Column>
  readonly sortBy: (column: Column) => void
}) {
  const { column, label, sorting, sortBy } = props
  const isSorted = sorting.column === column
  return (
    <th scope="col" aria-sort={isSorted ? sorting.direction : undefined}>
      <button type="button" data-sort={column} onClick={() => sortBy(column)}>
        {label}
        <d1-icon name={isSorted && sorting.direction === 'descending' ? 'chevron-down' : 'chevron-up'} className={isSorted ? 'cn-sorted' : 'cn-unsorted'} />
      </button>
    </th>
  )
}
