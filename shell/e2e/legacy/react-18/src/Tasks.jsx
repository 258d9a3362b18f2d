import * as React from 'react'
import { follow, usePath } from './router.js'
import { useWords } from './words.js'

const TASKS = ['7', '8', '9']

export function Tasks({ base }) {
  const path = usePath(base)
  const [, id] = /^\/tasks\/(\w+)$/.exec(path) ?? []
  return <div className="tasks">{id ? <Task key={id} base={base} id={id} /> : <List base={base} />}</div>
}

function List({ base }) {
  const words = useWords()
  return (
    <>
      <h1>{words.tasks}</h1>
      <p data-react={React.version}>React {React.version}</p>
      <ul>
        {TASKS.map((id) => (
          <li key={id}>
            <a href={`${base}/tasks/${id}`} onClick={follow}>
              {words.task} {id}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

function Task({ base, id }) {
  const words = useWords()
  const [count, setCount] = React.useState(0)
  return (
    <>
      <h1>
        {words.task} {id}
      </h1>
      <p>
        <button type="button" data-count={count} onClick={() => setCount(count + 1)}>
          {words.done} {count}
        </button>
      </p>
      <p>
        <a href={base} onClick={follow}>
          {words.tasks}
        </a>
      </p>
    </>
  )
}
