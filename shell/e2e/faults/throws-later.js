export default {
  mount(el) {
    el.append('ready')
    setTimeout(() => {
      throw new Error('This module throws later.')
    }, 200)
  },
}
