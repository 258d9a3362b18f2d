let hasThrown = false

/** Throws in its first mount and works in the next: what "try again" is for. */
export default {
  mount(el) {
    if (!hasThrown) {
      hasThrown = true
      throw new Error('This module throws in its first mount.')
    }
    el.append('ready')
  },
}
