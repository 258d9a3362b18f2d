import { textIn } from '@digione/contracts'
import { useState } from 'react'
import { useLater } from '../failure/use-later.ts'
import { Choose } from './Choose.tsx'
import { override, releasesToHave } from './override.ts'
import { useMessages } from './use-messages.ts'

/** Has another release of a module stand in this tab than the one that is on. */
export function OtherRelease() {
  const { say, locale } = useMessages()
  const offered = useLater(releasesToHave)
  const [chosen, choose] = useState<{ readonly module?: string; readonly release?: string }>({})
  const offers = offered === 'failed' || offered === null ? [] : offered
  // What there is no other release of needs no choice.
  const modules = offers.map((one) => ({ ...one, others: one.releases.filter(({ id }) => !one.on.includes(id)) })).filter(({ others }) => others.length > 0)
  const module = modules.find((one) => one.module === chosen.module) ?? modules[0]
  const release = module?.others.find(({ id }) => id === chosen.release) ?? module?.others[0]
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' })
  return (
    <section className="devtools-choices" data-override-choice="">
      <h3>{say('override.title')}</h3>
      {module && release ? (
        <>
          <p className="d1-muted">{say('override.note')}</p>
          <Choose
            name="override-module"
            label={say('module')}
            value={module.module}
            choices={modules.map((one) => ({ value: one.module, label: textIn(one.name, locale) }))}
            onChoose={(to) => choose({ module: to })}
          />
          <Choose
            name="override-release"
            label={say('release')}
            value={release.id}
            choices={module.others.map(({ id, version, channel, publishedAt }) => ({
              value: id,
              label: `${version}, ${say(`override.${channel}`)}, ${time.format(new Date(publishedAt))}`,
            }))}
            onChoose={(to) => choose({ module: module.module, release: to })}
          />
          <button type="button" className="d1-button" data-size="small" onClick={() => void override(module.module, release.id)}>
            {say('override.show')}
          </button>
        </>
      ) : (
        offered !== null && <p className="d1-muted">{say(offered === 'failed' ? 'override.failed' : 'override.none')}</p>
      )}
    </section>
  )
}
