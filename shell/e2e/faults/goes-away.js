// Is ready, and then leaves for another document.
export default {
  mount(el) {
    el.append('ready')
    setTimeout(() => (location.href = 'about:blank'), 500)
  },
}
