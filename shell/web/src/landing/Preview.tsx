import { Icon } from '../frame/Icon.tsx'
import { useWords } from '../language/use-words.ts'

/** A piece of a guardian's desktop, drawn with the product's own parts. A picture: the text beside it says the same. */
export function Preview() {
  const { t } = useWords()
  const lessons = [
    { time: '8.15–9.00', name: t('landing.preview.maths'), place: t('landing.preview.room') },
    { time: '9.15–10.00', name: t('landing.preview.mother-tongue'), place: t('landing.preview.room') },
    { time: '10.30–12.00', name: t('landing.preview.pe'), place: t('landing.preview.hall') },
  ]
  return (
    <div className="preview" aria-hidden="true" inert>
      <div className="d1-card">
        <div className="desktop-card-head">
          <span className="d1-card-title">
            <Icon name="calendar" />
            {t('landing.preview.lessons')}
          </span>
          <d1-chip name="Aino" place={t('landing.preview.first-place')} />
        </div>
        <ul role="list" className="preview-lessons">
          {lessons.map(({ time, name, place }) => (
            <li key={time}>
              <span className="preview-time">{time}</span>
              <span className="preview-name">{name}</span>
              <span className="d1-muted d1-small">{place}</span>
            </li>
          ))}
        </ul>
      </div>
      <div className="d1-card preview-second">
        <div className="desktop-card-head">
          <span className="d1-card-title">
            <Icon name="clipboard-check" />
            {t('landing.preview.presence')}
          </span>
          <d1-chip name="Otso" place={t('landing.preview.second-place')} />
        </div>
        <d1-status tone="warning" label={t('landing.preview.absence')} />
        <span className="d1-button" data-kind="primary">
          {t('landing.preview.explain')}
        </span>
      </div>
    </div>
  )
}
