import { useId } from 'react'

interface Choice<Value> {
  readonly value: Value
  readonly label: string
}

/** One of a few. @param props.name For tests to find it by. */
export function Choose<Value extends string | number>(props: {
  readonly name: string
  readonly label: string
  readonly value: Value
  readonly choices: readonly Choice<Value>[]
  readonly onChoose: (value: Value) => void
}) {
  const { name, label, value, choices, onChoose } = props
  const id = useId()
  const choose = (text: string) => {
    const chosen = choices.find((choice) => String(choice.value) === text)
    if (chosen) onChoose(chosen.value)
  }
  return (
    <div className="d1-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="d1-input" data-choose={name} value={String(value)} onChange={({ target }) => choose(target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={String(choice.value)}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  )
}
