// Gives every array another method, as a polyfill does.
export default {
  mount(el) {
    // oxlint-disable-next-line no-extend-native -- the fault itself
    Array.prototype.last = function last() {
      return this[this.length - 1]
    }
    el.append('ready')
  },
}
