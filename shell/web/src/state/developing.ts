import { useShell } from './store.ts'
import type { ShellState } from './store.ts'

const KEY = 'digione.developing'

/** Whether somebody works as a vendor or the operator. */
export const worksAsDeveloper = ({ me }: Pick<ShellState, 'me'>): boolean => me?.contexts.some(({ role }) => role === 'vendor' || role === 'operator') ?? false

/** Whether somebody may open the tools. They show no more than what this browser has, and change nothing outside of this tab. */
export const mayDevelop = (state: Pick<ShellState, 'me'>): boolean => document.documentElement.dataset['develops'] !== undefined || worksAsDeveloper(state)

/** Opens the developer's tools, or closes them: for this tab, through every document of it. */
export function setDeveloping(isDeveloping: boolean) {
  if (isDeveloping) sessionStorage.setItem(KEY, '')
  else sessionStorage.removeItem(KEY)
  useShell.setState({ isDeveloping })
}

export const wasDeveloping = () => sessionStorage.getItem(KEY) !== null
