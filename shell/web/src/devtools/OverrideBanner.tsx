import { textIn } from '@digione/contracts'
import type { Override } from '@digione/contracts'
import { Icon } from '../frame/Icon.tsx'
import { releaseOf, useShell } from '../state/store.ts'
import { override } from './override.ts'
import { Code } from './Table.tsx'
import { useMessages } from './use-messages.ts'
import type { ToolsKey } from './use-messages.ts'

const REFUSALS: Readonly<Record<string, ToolsKey>> = {
  NOT_ALLOWED: 'override.not-allowed',
  NOT_FOUND: 'override.not-there',
  RELEASE_YANKED: 'override.withdrawn',
  HOST_API_TOO_NEW: 'override.too-new',
  MODULE_NOT_ON: 'override.not-on',
}

/** One module that is not the one that is on, or why it is after all; and the way back. */
export function OverrideBanner({ module, release: id, refused }: Override) {
  const { say, locale } = useMessages()
  const release = useShell((state) => releaseOf(state, id))
  const name = release ? textIn(release.manifest.name, locale) : module
  return (
    <div className="d1-notice" data-status={refused ? 'danger' : 'warning'} data-override={module}>
      <Icon name={refused ? 'alert-triangle' : 'refresh'} />
      <span>
        {refused ? say('override.refused', { module: name }) : say('override.stands', { module: name, version: release?.version ?? '' })} <Code>{id}</Code>
        {refused && `. ${say(REFUSALS[refused.code] ?? 'override.not-there')}`}
      </span>
      <button type="button" className="d1-button" data-size="small" onClick={() => void override(module, null)}>
        {say(refused ? 'override.forget' : 'override.end')}
      </button>
    </div>
  )
}
