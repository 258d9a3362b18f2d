import { useWords } from '../language/use-words.ts'
import { OWN_PAGES } from '../state/route.ts'

export function Footer() {
  const { t } = useWords()
  return (
    <footer className="footer">
      <p>{t('footer.about')}</p>
      <ul role="list" aria-label={t('footer')}>
        <li>
          <a href={OWN_PAGES.statement}>{t('statement')}</a>
        </li>
        <li>
          <a href={OWN_PAGES.feedback}>{t('feedback')}</a>
        </li>
      </ul>
    </footer>
  )
}
