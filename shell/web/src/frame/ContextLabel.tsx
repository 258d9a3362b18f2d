import type { MyContext } from '@digione/contracts'
import { useWords } from '../language/use-words.ts'
import { ROLE_ICONS, contextWords } from './context-words.ts'
import { Icon } from './Icon.tsx'

/** A long role may be parted between its words, where it stands in a narrow place. */
const parted = (title: string) => title.replace(/(\p{L}{3,})(användare|käyttäjä)(?!\p{L})/u, '$1\u00AD$2')

/** A context as a picture and two lines: who or for whom, and where. */
export function ContextLabel({ context }: { readonly context: MyContext }) {
  const words = useWords()
  const { title, place } = contextWords(context, words)
  return (
    <span className="context">
      <ContextMark context={context} />
      <span className="context-words">
        <span className="context-title">{parted(title)}</span>
        <span className="context-place">{place}</span>
      </span>
    </span>
  )
}

/** The learner's disc, in the colour that they have everywhere; else the role's picture. */
export function ContextMark({ context }: { readonly context: Pick<MyContext, 'role' | 'learner'> }) {
  if (context.role === 'guardian' && context.learner) return <d1-avatar name={context.learner.givenName} person={context.learner.name} />
  return (
    <span className="context-mark">
      <Icon name={ROLE_ICONS[context.role]} />
    </span>
  )
}
