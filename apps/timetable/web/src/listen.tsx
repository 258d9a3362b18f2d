import { useHost } from '@digione/sdk/react'
import { useEffect } from 'react'

/** Reads a text aloud with the device's own voice, where it has one. */
export function Listen({ text, locale }: { readonly text: string; readonly locale: string }) {
  const host = useHost()
  const canSpeak = 'speechSynthesis' in globalThis
  useEffect(() => () => (canSpeak ? speechSynthesis.cancel() : undefined), [canSpeak])
  if (!canSpeak) return null
  const speak = () => {
    const words = new SpeechSynthesisUtterance(text)
    words.lang = locale
    speechSynthesis.cancel()
    speechSynthesis.speak(words)
  }
  return (
    <button type="button" className="d1-button" data-action="listen" onClick={speak}>
      <d1-icon name="volume" />
      {host.t('listen')}
    </button>
  )
}
