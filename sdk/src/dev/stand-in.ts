import { createHash, randomUUID } from 'node:crypto'
import { framePath, sealedIn, sealedText } from '@digione/contracts'
import type { Me, MountedManifest, Start, StartRelease } from '@digione/contracts'
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { CONTAINER } from './container.ts'
import type { Told } from './front.ts'

/** A digest of nothing, where a release has one of its vendor's key and of its files. */
const NOTHING = createHash('sha256').digest('base64url')
const START = /(<script type="application\/json" id="digione-start">)(.*?)(<\/script>)/s

export interface StandIn extends Told {
  /** From now on it is what this manifest says. */
  become(manifest: MountedManifest): Promise<void>
}

/**
 * What one browser is told of a module that another platform has: that its release is the one that is developed here.
 *
 * The shell takes no release that is not sealed. This one is, by a key of this run, which the page is told of beside the platform's:
 * so nothing is published, and nobody else sees anything of it.
 *
 * @param base Where its code is.
 * @param miss Told of an answer for somebody who has the module nowhere.
 */
export async function createStandIn(module: string, base: string, miss: () => void): Promise<StandIn> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const { x = '', y = '' } = await exportJWK(publicKey)
  const kid = `digione-dev-${randomUUID()}`
  let own: StartRelease | null = null
  let theirs: string | null = null

  /** The releases, with this one in the place of the module's. */
  function exchanged(releases: Readonly<Record<string, StartRelease>>): Record<string, StartRelease> {
    const there = Object.values(releases).find((one) => one.module === module)
    theirs = there?.id ?? theirs
    const others = Object.entries(releases).filter(([, one]) => one.module !== module)
    return Object.fromEntries(own && there ? [...others, [own.id, own]] : others)
  }

  return {
    async become(given) {
      // As JSON has it, since that is what is sealed and sent.
      const manifest = JSON.parse(JSON.stringify(given)) as MountedManifest
      const id = `${module}@${createHash('sha256')
        .update(`${kid} ${JSON.stringify(manifest)}`)
        .digest('hex')
        .slice(0, 12)}`
      const entry = { container: base + CONTAINER, exposed: './app', scripts: [], styles: [] }
      const seal = { sequence: 1, vendorKey: NOTHING, others: NOTHING, signature: '' }
      const release = { id, module, version: manifest.version, manifest, entry, seal }
      const signer = new CompactSign(new TextEncoder().encode(sealedText(sealedIn(release, {}))))
      const [header, , signature] = (await signer.setProtectedHeader({ alg: 'ES256', kid, typ: 'digione-release+jws' }).sign(privateKey)).split('.')
      own = { ...release, seal: { ...seal, signature: `${header}..${signature}` } }
    },
    page: (html) =>
      html.replace(START, (_, open: string, json: string, close: string) => {
        const start = JSON.parse(json) as Start
        const text = JSON.stringify({ ...start, releases: exchanged(start.releases), keys: [...start.keys, { kid, x, y }] })
        return open + text.replaceAll('<', '\\u003c') + close
      }),
    // The platform knows no frame of a release that was never published.
    frame: (path) => (theirs ? framePath(theirs) : path),
    me(text) {
      const mine = JSON.parse(text) as Partial<Me>
      // A problem, or whatever else is no answer to who one is.
      if (!mine.contexts || !mine.releases) return text
      if (!Object.values(mine.releases).some((one) => one.module === module)) miss()
      const contexts = mine.contexts.map((context) => ({
        ...context,
        modules: context.modules.map((on) => (on.module === module && own ? { ...on, release: own.id } : on)),
      }))
      return JSON.stringify({ ...mine, contexts, releases: exchanged(mine.releases) })
    },
  }
}
