import type { LinkManifest, Me, MyContext, StartRelease } from '@digione/contracts'

/** A widget of one module for one context. */
export interface CardTile {
  readonly context: MyContext
  readonly release: StartRelease
  readonly order: number
}

/** A system that a city has besides the platform. */
export interface LinkTile {
  readonly release: StartRelease
  readonly manifest: LinkManifest
  readonly contexts: readonly MyContext[]
}

export interface Desktop {
  /** By context, in the person's own order; contexts without a card are left out. */
  readonly sections: readonly { readonly context: MyContext; readonly cards: readonly CardTile[] }[]
  readonly links: readonly LinkTile[]
}

/** Everything that stands on a person's desktop: the union of what is on in all of their contexts, whatever the city. */
export function desktopOf(me: Pick<Me, 'contexts'>, releaseOf: (id: string) => StartRelease | null): Desktop {
  const sections = me.contexts.map((context) => ({ context, cards: cardsOf(context, releaseOf) })).filter(({ cards }) => cards.length > 0)
  return { sections, links: linksOf(me.contexts, releaseOf) }
}

function cardsOf(context: MyContext, releaseOf: (id: string) => StartRelease | null): CardTile[] {
  return context.modules
    .flatMap(({ release: id }) => {
      const release = releaseOf(id)
      if (!release || release.manifest.isolation === 'link') return []
      const slot = release.manifest.slots['desktop.card.v1']
      if (!slot || (slot.roles && !slot.roles.includes(context.role))) return []
      return [{ context, release, order: slot.order }]
    })
    .toSorted((a, b) => a.order - b.order)
}

/** One tile for each system, however many contexts it is on for. */
function linksOf(contexts: readonly MyContext[], releaseOf: (id: string) => StartRelease | null): LinkTile[] {
  const tiles = new Map<string, LinkTile>()
  for (const context of contexts) {
    for (const { release: id } of context.modules) {
      const release = releaseOf(id)
      if (release?.manifest.isolation !== 'link') continue
      const { manifest } = release
      const known = tiles.get(manifest.link.url)
      tiles.set(manifest.link.url, { release, manifest, contexts: [...(known?.contexts ?? []), context] })
    }
  }
  return [...tiles.values()]
}
