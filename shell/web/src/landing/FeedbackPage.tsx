import { useEffect, useRef, useState } from 'react'
import { longDate } from '../desktop/greeting.ts'
import { useLater } from '../failure/use-later.ts'
import { Later } from '../failure/Later.tsx'
import { useWords } from '../language/use-words.ts'
import type { TakenFeedback } from '../state/actions.ts'
import { usePageTitle } from '../state/page-title.ts'

const fetchForm = () => import('./FeedbackForm.tsx')

/** Feedback that the law promises an answer to within 14 days. Its form is fetched when somebody writes some. */
export function FeedbackPage() {
  const { t } = useWords()
  const [taken, setTaken] = useState<TakenFeedback | null>(null)
  const form = useLater(fetchForm)
  usePageTitle(t('feedback.title'))
  if (taken) return <Thanks {...taken} again={() => setTaken(null)} />
  return (
    <div className="page reading">
      <h1 tabIndex={-1}>{t('feedback.title')}</h1>
      <p className="lead">{t('feedback.lead')}</p>
      <Later what={form}>{({ default: Form }) => <Form sent={setTaken} />}</Later>
    </div>
  )
}

function Thanks({ reference, due, again }: { readonly reference: string; readonly due: string; readonly again: () => void }) {
  const { t, locale } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="page reading">
      <h1 ref={heading} tabIndex={-1}>
        {t('feedback.thanks')}
      </h1>
      <p className="lead">{t('feedback.thanks.text', { date: longDate(new Date(`${due}T12:00:00Z`), locale), reference })}</p>
      <div className="d1-row">
        <button type="button" className="d1-button" onClick={again}>
          {t('feedback.again')}
        </button>
        <a className="d1-button" href="/">
          {t('problem.home')}
        </a>
      </div>
    </div>
  )
}
