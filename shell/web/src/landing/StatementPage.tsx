import { Later } from '../failure/Later.tsx'
import { useLater } from '../failure/use-later.ts'
import { useWords } from '../language/use-words.ts'
import { usePageTitle } from '../state/page-title.ts'
import { OWN_PAGES } from '../state/route.ts'

interface Statement {
  readonly title: string
  readonly lead: string
  readonly sections: readonly Section[]
}
interface Section {
  readonly heading: string
  readonly text?: readonly string[]
  readonly list?: readonly string[]
  readonly feedback?: boolean
  readonly authority?: { readonly name: string; readonly unit: string; readonly site: string; readonly email: string; readonly phone: string }
}

const statements = import.meta.glob<Statement>('./statement/*.json', { import: 'default' })

/** The accessibility statement that act 306/2019 asks for. Its text is fetched when somebody reads it. */
export function StatementPage() {
  const { t, locale } = useWords()
  const statement = useLater(statements[`./statement/${locale}.json`])
  usePageTitle(t('statement'))
  return (
    <article className="page reading">
      <h1 tabIndex={-1}>{t('statement')}</h1>
      <Later what={statement}>{(got) => <Sections {...got} />}</Later>
    </article>
  )
}

function Sections({ lead, sections }: Statement) {
  const { t } = useWords()
  return (
    <>
      <p className="lead">{lead}</p>
      {sections.map(({ heading, text, list, feedback, authority }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {text?.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          {list && (
            <ul>
              {list.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          )}
          {feedback && (
            <p>
              <a href={OWN_PAGES.feedback}>{t('feedback')}</a>
            </p>
          )}
          {authority && (
            <address>
              <strong>{authority.name}</strong>
              <span>{authority.unit}</span>
              <a href={authority.site}>{authority.site.replace('https://', '')}</a>
              <a href={`mailto:${authority.email}`}>{authority.email}</a>
              <a href={`tel:${authority.phone.replaceAll(' ', '')}`}>{authority.phone}</a>
            </address>
          )}
        </section>
      ))}
    </>
  )
}
