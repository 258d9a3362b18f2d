import { useEffect, useId, useReducer, useRef, useState } from 'react'
import type { ComponentType, KeyboardEvent } from 'react'
import { Icon } from '../frame/Icon.tsx'
import { setDeveloping } from '../state/actions.ts'
import { Events, Requests } from './passing.tsx'
import { UNTOUCHED, useRecorder } from './recorder.ts'
import { Modules, Settings, Shared } from './standing.tsx'
import { Simulate } from './Simulate.tsx'
import { Tokens } from './Tokens.tsx'
import { useMessages } from './use-messages.ts'
import './devtools.css'

export { OverrideBanner } from './OverrideBanner.tsx'

const TABS = {
  modules: Modules,
  requests: Requests,
  events: Events,
  tokens: Tokens,
  shared: Shared,
  settings: Settings,
  simulate: Simulate,
} as const satisfies Record<string, ComponentType>
type Tab = keyof typeof TABS
const NAMES = Object.keys(TABS) as readonly Tab[]

/** Mounts tell nobody of their coming and going: they are looked at this often, in ms. */
const LOOKS_EVERY_MS = 500

const STEPS: Readonly<Record<string, (at: number) => number>> = { ArrowRight: (at) => at + 1, ArrowLeft: (at) => at - 1, Home: () => 0, End: () => -1 }

/** What the modules on this page do, for whoever develops one. Beside the page, which stays in use. */
export function DevTools() {
  const { say } = useMessages()
  const [tab, setTab] = useState<Tab>('modules')
  const [, look] = useReducer((count: number) => count + 1, 0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const isSimulating = useRecorder(({ simulated }) => simulated.delayMs > 0 || simulated.failing !== 'no')
  useEffect(() => {
    const timer = setInterval(look, LOOKS_EVERY_MS)
    return () => {
      clearInterval(timer)
      useRecorder.setState({ simulated: UNTOUCHED })
    }
  }, [])
  const step = (event: KeyboardEvent) => {
    const to = STEPS[event.key]
    if (!to) return
    event.preventDefault()
    const next = NAMES.at(to(NAMES.indexOf(tab)) % NAMES.length) as Tab
    setTab(next)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
  }
  const Shown = TABS[tab]
  return (
    <>
      <header className="devtools-head">
        <h2>{say('title')}</h2>
        {isSimulating && (
          <span className="d1-badge" data-status="warning" role="status">
            {say('simulating')}
          </span>
        )}
        <button type="button" className="d1-button" data-kind="quiet" data-size="small" aria-label={say('close')} onClick={() => setDeveloping(false)}>
          <Icon name="x" />
        </button>
      </header>
      <div ref={list} role="tablist" tabIndex={-1} aria-label={say('title')} className="d1-tabs" onKeyDown={step}>
        {NAMES.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            data-tab={name}
            aria-selected={name === tab}
            aria-controls={`${id}-panel`}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => setTab(name)}
          >
            {say(`tab.${name}`)}
          </button>
        ))}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and a list of facts has nothing else to get to by keyboard */}
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`} className="devtools-panel" tabIndex={0}>
        <Shown />
      </div>
    </>
  )
}
