import { useHost, useLive } from '@digione/sdk/react'
import { useCallback, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { conventionsOf, shortTime } from './formats.ts'
import { fetchReleases } from './platform-api.ts'
import type { OriginOfRelease, Service } from './platform-api.ts'
import type { Loaded } from './use-loaded.ts'
import { Failed, Loading } from './waiting.tsx'

/** How many signs of a key are enough to tell it from another by eye. */
const KEY_SHOWN = 12
const SAFE = /^https:\/\//

/** Where the service's code came from, by whose word, and which releases there were before. */
export function Origin({ service }: { readonly service: Service }) {
  const host = useHost()
  const [releases, setReleases] = useState<Loaded<readonly OriginOfRelease[]>>({ state: 'loading' })
  const load = useCallback(async () => {
    try {
      setReleases({ state: 'ready', value: await fetchReleases(host, service.module, host.signal) })
    } catch (error) {
      if (host.signal.aborted) return
      host.report(error)
      setReleases({ state: 'failed' })
    }
  }, [host, service.module])
  useEffect(() => void load(), [load])
  return (
    <section className="cn-section" aria-labelledby="cn-origin" data-section="origin">
      <h2 id="cn-origin">{host.t('origin')}</h2>
      {releases.state === 'loading' && <Loading />}
      {releases.state === 'failed' && <Failed text={host.t('originFailed')} retry={() => void load()} />}
      {releases.state === 'ready' && <Releases releases={releases.value} />}
    </section>
  )
}

function Releases({ releases }: { readonly releases: readonly OriginOfRelease[] }) {
  const host = useHost()
  const locale = useLive(host.locale)
  const when = shortTime(locale)
  const size = (bytes: number) =>
    new Intl.NumberFormat(conventionsOf(locale), { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }).format(bytes / 1000)
  const present = releases.find(({ isHead, channel }) => isHead && channel === 'stable') ?? releases[0]
  if (!present) return null
  const earlier = releases.filter((one) => one !== present)
  const { repository, commit } = present.source ?? {}
  const facts: readonly (readonly [string, ReactNode])[] = [
    [host.t('vendor'), present.vendor],
    [host.t('originRelease'), `${present.version} · ${when(present.publishedAt)}`],
    [
      host.t('originKey'),
      <>
        <code title={present.key.thumbprint}>{present.key.thumbprint.slice(0, KEY_SHOWN)}</code>
        {present.key.addedAt && ` · ${host.t('originKeySince', { when: when(present.key.addedAt) })}`}
        {present.key.revokedAt && (
          <span className="d1-badge" data-status="danger">
            <d1-icon name="alert-circle" />
            {host.t('originKeyRevoked', { when: when(present.key.revokedAt) })}
          </span>
        )}
      </>,
    ],
    [
      host.t('originSource'),
      repository || commit ? (
        <>
          {repository && SAFE.test(repository) ? <a href={repository}>{repository}</a> : repository}
          {commit && (
            <>
              {repository && ' · '}
              <code title={commit}>{commit.slice(0, KEY_SHOWN)}</code>
            </>
          )}
        </>
      ) : (
        host.t('originNoSource')
      ),
    ],
    [host.t('originBuild'), `SDK ${present.sdk} · ${host.t('originFiles', { count: present.files })} · ${size(present.bytes)}`],
  ]
  return (
    <>
      <p className="cn-muted">{host.t('originHelp')}</p>
      <dl className="cn-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {earlier.length > 0 && (
        <details className="cn-earlier">
          <summary>{host.t('originEarlier', { count: earlier.length })}</summary>
          <ul>
            {earlier.map((one) => (
              <li key={one.release}>
                {one.version} · {when(one.publishedAt)}
                {one.channel === 'preview' && ` · ${host.t('originPreview')}`}
                {one.yanked && ` · ${host.t('originYanked', { when: when(one.yanked.at), reason: one.yanked.reason })}`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
