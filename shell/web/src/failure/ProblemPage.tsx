import { useWords } from '../language/use-words.ts'
import { signIn } from '../state/actions.ts'
import { useShell, whyStopped } from '../state/store.ts'
import type { PageProblem } from '../state/store.ts'
import { Problem } from './Problem.tsx'

/** Why the address in view shows no module: not on for this person, switched off meanwhile, or behind another way of logging in. */
export function ProblemPage({ problem }: { readonly problem: PageProblem }) {
  const { t, text } = useWords()
  const me = useShell((state) => state.me)
  const tenants = useShell((state) => state.me?.tenants ?? state.start.tenants)
  if (problem.kind === 'locked') {
    const provider = text(problem.providerName)
    return (
      <Problem icon="lock" title={t('problem.locked.title')} text={t('problem.locked.text', { provider })}>
        <button type="button" className="d1-button" data-kind="primary" onClick={() => signIn(problem.provider, `${location.pathname}${location.search}`)}>
          {t('context.unlock', { provider })}
        </button>
      </Problem>
    )
  }
  const reason = whyStopped(me, problem.module, problem.municipality)
  if (reason) return <Problem icon="minus-circle" title={t('problem.stopped.title')} text={t('problem.stopped.text', { reason: text(reason) })} />
  const tenant = tenants[problem.municipality]
  const municipality = tenant ? text(tenant.name) : problem.municipality
  return (
    <Problem
      icon={problem.kind === 'not-on' ? 'toggle-left' : 'minus-circle'}
      title={t(`problem.${problem.kind}.title`)}
      text={t(`problem.${problem.kind}.text`, { municipality })}
    />
  )
}

/** An address that nothing stands at. */
export function NotFound() {
  const { t } = useWords()
  return <Problem icon="search" title={t('problem.unknown.title')} text={t('problem.unknown.text')} />
}
