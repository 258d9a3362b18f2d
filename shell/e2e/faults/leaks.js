/** Ends nothing of what it begins. */
export default {
  mount(el) {
    globalThis.leaked = { window: 0, document: 0, interval: 0 }
    const { leaked } = globalThis
    for (let n = 0; n < 50; n++) {
      window.addEventListener('resize', () => leaked.window++, { capture: n % 2 === 0 })
      document.addEventListener('visibilitychange', () => leaked.document++)
      setInterval(() => leaked.interval++, 20)
    }
    el.append('ready')
  },
}
