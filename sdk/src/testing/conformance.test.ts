import { describe, expect, test } from 'vitest'
import { hostConformance } from '@digione/contracts/conformance'
import type { ConformanceBench, ConformanceSetup, ConformanceWorld } from '@digione/contracts/conformance'
import { testHost } from './test-host.ts'

function inMemory(break_: (bench: ConformanceBench) => ConformanceBench = (bench) => bench): ConformanceWorld {
  const drafts = new Map<string, string>()
  return {
    mount({ manifest, messages, settings, locale, path, userId, contextId, api }: ConformanceSetup) {
      const seen = testHost({ manifest, messages, settings, locale, path, user: { id: userId }, context: { id: contextId }, apis: { api }, drafts })
      return break_({
        host: seen.host,
        setLocale: seen.setLocale,
        setTheme: seen.setTheme,
        setSettings: seen.setSettings,
        navigate: seen.navigate,
        hear: (event) => void seen.hear(event),
        answer: seen.answer,
        closeOpened: (result) => seen.opened.at(-1)?.close(result),
        leave: seen.leave,
        unmount: seen.unmount,
        seen: {
          notices: () => seen.notices,
          questions: () => seen.questions,
          titles: () => seen.titles,
          reports: () => seen.reports,
          lastStep: () => {
            const last = seen.navigations.at(-1)
            return last && { address: last.address, replace: last.replace }
          },
          opened: () => seen.opened.map(({ path: at, as }) => ({ path: at, as })),
        },
      })
    },
  }
}

describe('the test host conforms', () => {
  test.each(hostConformance(() => inMemory()))('$name', async ({ run }) => run())
})

test('the suite finds a host that breaks its promises', async () => {
  const broken = hostConformance(() =>
    inMemory((bench) => ({ ...bench, host: { ...bench.host, t: (key) => key, emit: () => {}, drafts: { ...bench.host.drafts, get: async () => undefined } } })),
  )
  const failed: string[] = []
  for (const { name, run } of broken) await run().catch(() => void failed.push(name))
  expect(failed).toEqual([
    'app, user and context say who mounts what, and cannot be changed',
    'every member works when it is taken out of the host',
    't fills placeholders, falls back to Finnish and then shows the key',
    'drafts are kept for this person, context and module alone',
    'emit reaches those who hear the intent',
    'emit and on refuse what the manifest does not declare',
  ])
})
