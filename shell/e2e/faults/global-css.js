export default {
  mount(el) {
    el.append('ready')
  },
}
