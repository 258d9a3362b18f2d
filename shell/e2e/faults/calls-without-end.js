// Ten thousand calls at once, as a loop without a condition makes them.
export default {
  mount(el, host) {
    const refused = new Map()
    for (let n = 0; n < 10_000; n++) {
      host.fetch('api:/anything').then(
        ({ status }) => refused.set(status, (refused.get(status) ?? 0) + 1),
        () => {},
      )
    }
    const timer = setInterval(() => {
      el.textContent = `refused ${refused.get(429) ?? 0}`
    }, 100)
    return () => clearInterval(timer)
  },
}
