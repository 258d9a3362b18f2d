import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import { findBrowsers } from '@digione/shell-demo/browser'
import type { Serving } from '../serve/start.ts'

/** How a person's browser is started. */
export interface Browsers {
  /** Starts one with a profile of its own, whose cache is empty and whose cookies are none. */
  open(): Promise<Tab>
  version(): string
}

/** Runs in the page: tells when something that matches has been painted, in ms of the page's own clock. */
function installProbe(): void {
  const painted = (selector: string) =>
    new Promise<number>((tell, fail) => {
      const giveUp = setTimeout(() => fail(new Error(`Nothing matches ${selector} after a minute: ${document.body.innerText.slice(0, 500)}`)), 60_000)
      const look = () => {
        // What is in the document before a frame is painted in that frame; the task after it comes when it has been.
        if (document.querySelector(selector)?.checkVisibility()) {
          const { port1, port2 } = new MessageChannel()
          clearTimeout(giveUp)
          port1.addEventListener('message', () => tell(performance.now()), { once: true })
          port1.start()
          port2.postMessage(null)
        } else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
  Object.assign(globalThis, { benchPainted: painted })
}

export interface Tab {
  readonly page: Page
  readonly cdp: CDPSession
  /** From now on, in every process that the page has. */
  slow(times: number): Promise<void>
  close(): Promise<void>
}

/**
 * The machine's own Chromium; it takes the bench's certificate, and keeps no page alive that has been left.
 * By its key: what comes by a certificate that is merely ignored is never cached.
 *
 * Each tab is a browser with a profile on disk, as a person's is: in the windows without one that Playwright opens otherwise,
 * Chromium ignores `preconnect`.
 */
export async function browsersFor({ keyHash, linkPort }: Pick<Serving, 'keyHash' | 'linkPort'>): Promise<Browsers> {
  const executablePath = (await findBrowsers()).whole
  let version = 'unknown'
  return {
    version: () => version,
    async open() {
      const profile = await mkdtemp(join(tmpdir(), 'digione-bench-profile-'))
      const context = await chromium.launchPersistentContext(profile, {
        executablePath,
        viewport: { width: 1280, height: 800 },
        locale: 'fi-FI',
        timezoneId: 'Europe/Helsinki',
        reducedMotion: 'reduce',
        args: [
          `--ignore-certificate-errors-spki-list=${keyHash}`,
          `--host-resolver-rules=MAP *.localhost 127.0.0.1:${linkPort}`,
          '--disable-features=BackForwardCache',
          // Chromium's sandbox needs a user of its own; in containers everything is root.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ],
      })
      version = context.browser()?.version() ?? version
      return tabOf(context, async () => {
        await context.close()
        await rm(profile, { recursive: true, force: true })
      })
    },
  }
}

async function tabOf(context: BrowserContext, close: () => Promise<void>): Promise<Tab> {
  await context.addInitScript(installProbe)
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  let rate = 1
  // A frame of another origin has a process of its own, which is to be as slow as the page's.
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() || rate === 1) return
    context.newCDPSession(frame).then(
      (session) => session.send('Emulation.setCPUThrottlingRate', { rate }),
      // It is in the page's own process, and slow already.
      () => {},
    )
  })
  return {
    page,
    cdp,
    async slow(times) {
      rate = times
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: times })
    },
    close,
  }
}

declare global {
  var benchPainted: (selector: string) => Promise<number>
}
