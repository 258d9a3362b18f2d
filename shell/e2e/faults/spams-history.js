export default {
  mount(el, host) {
    el.append('ready')
    let step = 0
    const timer = setInterval(() => {
      for (let n = 0; n < 10; n++) host.go('/', { state: step++ })
    }, 10)
    return () => clearInterval(timer)
  },
}
