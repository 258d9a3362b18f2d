import { THEMES, textIn } from '@digione/contracts'
import { contextWords } from '../frame/context-words.ts'
import { LANGUAGES } from '../language/languages.ts'
import { useWords } from '../language/use-words.ts'
import { standing } from '../loader/mounts.ts'
import { setLocale, setTheme, switchContext } from '../state/actions.ts'
import { useShell } from '../state/store.ts'
import { Choose } from './Choose.tsx'
import { UNTOUCHED, useRecorder } from './recorder.ts'
import type { Simulated } from './recorder.ts'
import { useMessages } from './use-messages.ts'

const DELAYS = [0, 300, 2000, 10_000] as const
const FAILINGS = ['no', 'unavailable', 'forbidden', 'unreachable'] as const

const ALL = ''

/** Has the page stand as it would for others, and answers as a bad day would. */
export function Simulate() {
  const { say, locale } = useMessages()
  const words = useWords()
  const simulated = useRecorder((state) => state.simulated)
  const set = (change: Partial<Simulated>) => useRecorder.setState({ simulated: { ...simulated, ...change } })
  const contexts = useShell((state) => state.me?.contexts) ?? []
  const contextId = useShell((state) => state.contextId) ?? ''
  const theme = useShell((state) => state.themeChoice)
  const modules = [...new Map(standing().map(({ target }) => [target.release.module, target.release.manifest.name]))]
  const contextChoices = contexts.map((context) => {
    const { title, place } = contextWords(context, words)
    return { value: context.id, label: `${title}, ${place}` }
  })
  return (
    <div className="devtools-choices">
      <p className="d1-muted">{say('simulate.note')}</p>
      <Choose name="context" label={say('simulate.work')} value={contextId} choices={contextChoices} onChoose={(id) => void switchContext(id)} />
      <Choose
        name="language"
        label={say('simulate.language')}
        value={locale}
        choices={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
        onChoose={(code) => void setLocale(code)}
      />
      <Choose
        name="theme"
        label={say('simulate.theme')}
        value={theme}
        choices={THEMES.map((one) => ({ value: one, label: words.t(`theme.${one}`) }))}
        onChoose={setTheme}
      />
      <Choose
        name="module"
        label={say('simulate.module')}
        value={simulated.module ?? ALL}
        choices={[{ value: ALL, label: say('simulate.all') }, ...modules.map(([id, name]) => ({ value: id, label: textIn(name, locale) }))]}
        onChoose={(module) => set({ module: module === ALL ? null : module })}
      />
      <Choose
        name="delay"
        label={say('simulate.delay')}
        value={simulated.delayMs}
        choices={DELAYS.map((delay) => ({ value: delay as number, label: say(`simulate.delay.${delay}`) }))}
        onChoose={(delayMs) => set({ delayMs })}
      />
      <Choose
        name="failing"
        label={say('simulate.failing')}
        value={simulated.failing}
        choices={FAILINGS.map((failing) => ({ value: failing, label: say(`simulate.failing.${failing}`) }))}
        onChoose={(failing) => set({ failing })}
      />
      <button type="button" className="d1-button" data-size="small" onClick={() => useRecorder.setState({ simulated: UNTOUCHED })}>
        {say('simulate.reset')}
      </button>
    </div>
  )
}
