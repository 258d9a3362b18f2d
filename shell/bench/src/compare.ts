import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtModule, builtVariant, sizesOf, STATIC_VARIANTS } from './build-fixtures.ts'
import { browsersFor } from './measure/browser.ts'
import { heapAfter, openCold, type Opening, type Place, visit, type Visit } from './measure/visit.ts'
import { startServing } from './serve/start.ts'
import { hostOf, platformVariant, type Size, staticVariant, timetableVariant, type Variant } from './variants.ts'

export interface CompareOptions {
  readonly rounds: number
  readonly cpuSlowdown: number
  /** Ids of the variants to measure; `null` for all. */
  readonly only: readonly string[] | null
  /** Whether larger numbers of modules are measured as well. */
  readonly sizes: boolean
  say(text: string): void
}

export interface Comparison {
  readonly chromium: string
  readonly variants: readonly { readonly id: string; readonly title: string; readonly visits: readonly Visit[] }[]
  readonly sizes: readonly { readonly id: string; readonly size: Size; readonly openings: readonly Opening[] }[]
  readonly heaps: readonly { readonly id: string; readonly first: number; readonly last: number }[]
}

export const MOUNTS = 50
const SIZE_ROUNDS = 3

/** Measures every variant in turn, round after round, so that whatever the machine does meanwhile meets all of them. */
export async function compare({ rounds, cpuSlowdown, only, sizes, say }: CompareOptions): Promise<Comparison> {
  const scratch = mkdtempSync(join(tmpdir(), 'digione-bench-'))
  const httpsPort = Number(process.env['PORT'] ?? 4415)
  const wanted = (variants: readonly Variant[]) => variants.filter(({ id }) => only === null || only.includes(id))
  const sizesFor = (name: (typeof STATIC_VARIANTS)[number]): readonly Size[] => (sizes ? sizesOf(name) : [20])
  const variantsOf = (size: Size) =>
    wanted([
      ...STATIC_VARIANTS.filter((name) => sizesFor(name).includes(size)).map((name) => staticVariant(name, size, httpsPort)),
      platformVariant(size, httpsPort),
    ])

  say('Starting the platform and the servers, and publishing the modules …')
  const serving = await startServing(scratch, {
    httpsPort,
    sites: Object.fromEntries(STATIC_VARIANTS.flatMap((name) => sizesFor(name).map((size) => [hostOf(name, size), builtVariant(name, size)]))),
    platform: { data: join(scratch, 'data'), module: builtModule(), modules: sizes ? 1000 : 20 },
  })
  const browsers = await browsersFor(serving)
  const place: Place = { browsers, serving, httpsPort, cpuSlowdown }
  try {
    const compared = [...variantsOf(20), ...wanted([timetableVariant(httpsPort)])]
    const visits = new Map<string, Visit[]>(compared.map(({ id }) => [id, []]))
    for (let round = 1; round <= rounds; round++) {
      // Each begins as often as any other: what runs first in a round meets a machine that the last one has left busy.
      const first = round % compared.length
      for (const variant of [...compared.slice(first), ...compared.slice(0, first)]) {
        const one = await visit(place, variant)
        visits.get(variant.id)?.push(one)
        say(`round ${round} of ${rounds}: ${variant.id} ${Math.round(one.cold.rowMs)} ms cold, ${Math.round(one.repeat.rowMs)} ms again`)
      }
    }
    const heaps = []
    for (const variant of compared) {
      heaps.push({ id: variant.id, ...(await heapAfter(place, variant, MOUNTS)) })
      say(`heap of ${variant.id}: ${JSON.stringify(heaps.at(-1))}`)
    }
    const openings = sizes
      ? ([20, 200, 1000] as const).flatMap((size) => variantsOf(size).map((variant) => ({ variant, id: variant.id, size, openings: [] as Opening[] })))
      : []
    for (let round = 1; round <= SIZE_ROUNDS; round++) {
      for (const one of openings) {
        const opening = await openCold(place, one.variant)
        one.openings.push(opening)
        say(`${one.id} with ${one.size} modules: ${Math.round(opening.rowMs)} ms cold, ${Math.round(opening.mainThreadMs)} ms of main thread`)
      }
    }
    return {
      chromium: browsers.version(),
      variants: compared.map(({ id, title }) => ({ id, title, visits: visits.get(id) ?? [] })),
      sizes: openings.map(({ id, size, openings: all }) => ({ id, size, openings: all })),
      heaps,
    }
  } finally {
    await serving.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}
