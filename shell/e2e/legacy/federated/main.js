// A module of somebody who has built federation remotes for years, and goes on doing so.
import { createElement, useState, version } from 'react'
import { createRoot } from 'react-dom/client'

function Page({ host }) {
  const [count, setCount] = useState(0)
  const heading = createElement('h1', { 'data-react': version }, host.user.givenName)
  return createElement('div', null, heading, createElement('button', { type: 'button', onClick: () => setCount(count + 1) }, String(count)))
}

export default {
  mount(el, host) {
    const root = createRoot(el)
    root.render(createElement(Page, { host }))
    return () => root.unmount()
  },
}
