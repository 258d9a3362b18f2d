import { Component, useLayoutEffect } from 'react'
import type { ReactNode } from 'react'
import { fallbackTexts } from '../fallback-texts.ts'
import type { Host } from '../host.ts'

interface BoundaryProps {
  readonly host: Host
  /** Told of an error; `true` where somebody else shows it. */
  readonly onError: (error: unknown) => boolean
  readonly children: ReactNode
}

/** Replaces a view that threw while rendering by one sentence and a retry, and reports the error. */
export class Boundary extends Component<BoundaryProps, { broke: boolean }> {
  override state = { broke: false }

  static getDerivedStateFromError() {
    return { broke: true }
  }

  override componentDidCatch(error: unknown) {
    if (!this.props.onError(error)) this.props.host.report(error)
  }

  override render() {
    if (!this.state.broke) return this.props.children
    const texts = fallbackTexts(this.props.host.locale.value)
    return (
      <div role="alert">
        <p>{texts.broke}</p>
        <button type="button" onClick={() => this.setState({ broke: false })}>
          {texts.retry}
        </button>
      </div>
    )
  }
}

/** Tells once that its surroundings are on the page. */
export function Shown({ onShown }: { readonly onShown: () => void }) {
  useLayoutEffect(onShown, [onShown])
  return null
}
