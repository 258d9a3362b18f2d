import type { INavigator, IWindow, NavigateParams, NavigateResponse } from 'oidc-client-ts'

const TIMEOUT_MS = 10_000

/**
 * Asks the authorization server in a hidden frame, by its own session cookie.
 *
 * The answer is read from the frame's address once it is a page of this origin: the vault listens to no window message.
 */
class SilentFrame implements IWindow {
  readonly #frame = document.createElement('iframe')

  navigate({ url }: NavigateParams): Promise<NavigateResponse> {
    const frame = this.#frame
    frame.hidden = true
    return new Promise<NavigateResponse>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The authorization server does not answer.')), TIMEOUT_MS)
      frame.addEventListener('load', () => {
        const address = addressOf(frame)
        if (address === 'about:blank') return
        clearTimeout(timer)
        if (address && new URL(address).pathname === '/silent') resolve({ url: address })
        else reject(new Error('The authorization server answered with a page.'))
      })
      frame.src = url
      document.documentElement.append(frame)
    }).finally(() => this.close())
  }

  close(): void {
    this.#frame.remove()
  }
}

function addressOf(frame: HTMLIFrameElement): string | null {
  try {
    return frame.contentWindow?.location.href ?? null
  } catch {
    // An error page of the browser's own is another origin.
    return null
  }
}

export const silentNavigator: INavigator = { prepare: async () => new SilentFrame(), callback: async () => {} }
