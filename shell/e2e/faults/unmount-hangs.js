export default {
  mount(el) {
    el.append('ready')
    return () => new Promise(() => {})
  },
}
