import { textIn } from '@digione/contracts'
import { discover } from '../server/discover.ts'
import { writeTypes } from '../cli/write-types.ts'
import { followManifest } from './follow-manifest.ts'
import { framesHost, openFront } from './front.ts'
import { hiddenBase } from './hidden-base.ts'
import { manifestToDevelop } from './manifest-to-develop.ts'
import { platformAt, requireListed } from './platform-at.ts'
import { FIRST } from './plugin.ts'
import { openModuleServer } from './server.ts'
import { createStandIn } from './stand-in.ts'
import { untilStopped } from './until-stopped.ts'

export interface DevOnPlatformOptions {
  /** Address of the platform. */
  readonly platform: string
  /** Where the browser goes; the platform's operator lists it. @default 5100 */
  readonly port?: number
}

const say = (text: string) => void process.stderr.write(`${text}\n`)

/**
 * Shows the module in `folder` in the shell of a platform that is there already, to this machine's browser alone: in the place of
 * whichever release is on for whoever is logged in.
 *
 * @returns Once it has been stopped.
 * @throws {Error} with a sentence where it cannot start.
 */
export async function devOnPlatform(folder: string, { platform, port = 5100 }: DevOnPlatformOptions): Promise<{ text: string }> {
  let manifest = manifestToDevelop(folder)
  const { id } = manifest
  await writeTypes(folder)
  const facts = await discover(platform)
  const here = `http://digione.localhost:${port}`
  const base = hiddenBase(folder, id)
  requireListed(facts, here, platform)
  const front = await openFront({ port, platform: platformAt(facts, platform) })
  try {
    const standIn = await createStandIn(id, base, () =>
      say(`${id} is on nowhere for whoever has just logged in. Have a release of it switched on there first.`),
    )
    await standIn.become(manifest)
    const vite = await openModuleServer(folder, () => manifest, { server: front.server, say, told: manifest.name, borrows: false, base })
    try {
      front.override({ base, handle: vite.middlewares, first: FIRST, frames: framesHost(port, id), told: standIn })
      followManifest(vite, {
        folder,
        say,
        now: () => manifest,
        async become(next) {
          await standIn.become(next)
          manifest = next
          // Nobody tells the page of another release, as there is none.
          vite.ws.send({ type: 'full-reload' })
        },
      })
      process.stdout.write(
        [
          '',
          `${textIn(manifest.name, 'en')} is in the shell of ${platform}:  ${here}/`,
          '',
          'Log in as you do there. Only this machine has the module from here; its API is the one that the platform has bound.',
          'What you change under web/, and digione.json, is shown at once.',
          'Ctrl-C stops it.',
          '',
        ].join('\n'),
      )
      await untilStopped()
      return { text: 'Stopped.' }
    } finally {
      await vite.close()
    }
  } finally {
    front.close()
  }
}
