import type { Me, MyContext } from '@digione/contracts'
import type { PageProblem } from './store.ts'
import type { Route } from './route.ts'

export type PageResolution =
  | { readonly kind: 'none' }
  | { readonly kind: 'mount'; readonly contextId: string }
  | { readonly kind: 'offer'; readonly contextIds: readonly string[] }
  | { readonly kind: 'problem'; readonly problem: PageProblem }

const has = (context: MyContext, module: string) => context.modules.some((on) => on.module === module)

/** Whether two contexts are about the same place and learner, so that going from one to the other surprises nobody. */
const sameSubject = (a: MyContext, b: MyContext) => a.municipality === b.municipality && a.school?.id === b.school?.id && a.learner?.id === b.learner?.id

/**
 * With which of a person's contexts an address is shown.
 *
 * The one worked in, if the address fits it. Else another one of the address's municipality that has the module: at once where
 * it is about the same school and learner or where nothing was chosen yet and only one fits; otherwise the switch is offered.
 *
 * @param chosen Whether `contextId` is what the person works in, rather than a first guess.
 */
export function resolvePage(me: Pick<Me, 'contexts' | 'locked'>, contextId: string | null, chosen: boolean, route: Route): PageResolution {
  if (route.kind !== 'module') return { kind: 'none' }
  const { municipality, module } = route
  const fitting = me.contexts.filter((context) => context.municipality === municipality && has(context, module))
  const current = me.contexts.find((context) => context.id === contextId)
  if (current && fitting.includes(current)) return { kind: 'mount', contextId: current.id }
  const [first] = fitting
  if (!first) {
    const locked = me.locked.find((context) => context.municipality === municipality)
    if (locked && !me.contexts.some((context) => context.municipality === municipality))
      return { kind: 'problem', problem: { kind: 'locked', provider: locked.opensWith.provider, providerName: locked.opensWith.name } }
    return { kind: 'problem', problem: { kind: 'not-on', module, municipality } }
  }
  const near = current && fitting.find((context) => sameSubject(context, current))
  if (near) return { kind: 'mount', contextId: near.id }
  if (!chosen && fitting.length === 1) return { kind: 'mount', contextId: first.id }
  return { kind: 'offer', contextIds: fitting.map((context) => context.id) }
}

/** What a person starts to work in: what this tab remembers, else the position last worked in, else the first. */
export function firstContext(
  me: Pick<Me, 'contexts'>,
  remembered: string | null,
  at: { readonly municipality: string; readonly role: string } | undefined,
): string | null {
  const known = me.contexts.find((context) => context.id === remembered)
  const hinted = me.contexts.find((context) => context.municipality === at?.municipality && context.role === at.role)
  return (known ?? hinted ?? me.contexts[0])?.id ?? null
}
