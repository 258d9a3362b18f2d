import type { HeardEvent, Host, Notice, Question } from '@digione/contracts'
import { settingsOf } from '@digione/contracts'
import type { ConformanceWorld } from '@digione/contracts/conformance'
import { createStore } from 'zustand/vanilla'
import { askToLeave, holdGuard } from '../state/leave.ts'
import { answer as giveAnswer, askConfirm } from '../state/questions.ts'
import { dropOverlay, openOverlay } from '../state/overlays.ts'
import { useShell } from '../state/store.ts'
import { openVault } from '../session/vault.ts'
import { tellMounts } from './intents.ts'
import type { Setup } from './page-host.ts'
import { vaultEnd } from './vault-end.ts'

/** How long what passes a port may take. */
const moment = () => new Promise<void>((resolve) => setTimeout(resolve, 20))

/** Makes the host that a module gets of what the shell has for it. */
export type MakeHost = (setup: Setup) => Host | Promise<Host>

/** A shell without a screen, on which hosts are mounted. */
export function conformanceWorld(makeHost: MakeHost): ConformanceWorld {
  const kept = new Map<string, string>()
  return {
    async mount({ manifest, messages, settings, locale, path, userId, contextId, api }) {
      const base = `/espoo/${manifest.id}`
      const life = new AbortController()
      const owner = {}
      const seen = { notices: [] as Notice[], questions: [] as Question[], titles: [] as string[], reports: [] as unknown[] }
      let lastStep: { address: string; replace: boolean } | undefined
      const opened: { path: string; as: 'dialog' | 'panel' }[] = []
      const below = createStore(() => path)
      const steps = [path]
      let at = 0
      const configured = createStore(() => settingsOf(manifest, settings))
      useShell.setState({ locale })
      const { port1, port2 } = new MessageChannel()
      vaultEnd(port2, { api, draftsFor: `${userId} ${contextId} ${manifest.id}`, kept })
      const vault = openVault(port1)
      const host = await makeHost({
        manifest,
        base,
        messages,
        user: Object.freeze({ id: userId, name: 'Test', givenName: 'Test' }),
        context: Object.freeze({
          id: contextId,
          municipality: 'espoo',
          municipalityName: { fi: 'Espoo', sv: 'Esbo' },
          school: null,
          role: 'teacher' as const,
          learner: null,
          level: null,
          groups: [],
          matters: [],
        }),
        signal: life.signal,
        channel: vault.channel(manifest.id, contextId, null),
        place: {
          below,
          go(address, { replace = false }) {
            lastStep = { address, replace }
            below.setState(address.slice(base.length) || '/')
            if (replace) steps[at] = below.getState()
            else steps.splice(++at, steps.length, below.getState())
          },
          step(by) {
            const to = steps[at + by]
            if (to === undefined) return
            at += by
            below.setState(to)
          },
          open(at, as) {
            opened.push({ path: at, as })
            return openOverlay({ as, module: manifest.id, contextId, path: at, title: '' })
          },
          close() {},
          title: (text) => void seen.titles.push(text),
        },
        services: {
          ambience: useShell,
          settings: configured,
          notify: (notice) => void seen.notices.push(notice),
          confirm(question) {
            seen.questions.push(question)
            return askConfirm(question, manifest.id, life.signal)
          },
          report: (what) => void seen.reports.push(what),
          guard: (guard) => holdGuard({ owner, module: manifest.id, guard }),
        },
      })
      return {
        host,
        setLocale: (to) => useShell.setState({ locale: to }),
        setTheme: ({ scheme, brand }) => useShell.setState({ scheme, brand }),
        setSettings: (to) => configured.setState(settingsOf(manifest, to), true),
        navigate: (to) => below.setState(to),
        async hear(event: HeardEvent) {
          tellMounts(event, [contextId], manifest.id)
          await moment()
        },
        answer: giveAnswer,
        closeOpened: (result) => dropOverlay(useShell.getState().overlays.at(-1)?.id ?? '', result),
        async leave(decision) {
          await moment()
          const left = askToLeave((other) => other === owner, 'navigate')
          await moment()
          if (useShell.getState().question) giveAnswer(decision)
          return left
        },
        async unmount() {
          life.abort()
          await moment()
        },
        seen: {
          notices: () => seen.notices,
          questions: () => seen.questions,
          titles: () => seen.titles,
          reports: () => seen.reports,
          lastStep: () => lastStep,
          opened: () => opened,
        },
      }
    },
  }
}
