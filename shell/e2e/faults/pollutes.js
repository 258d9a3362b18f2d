// Adds to what every object has, as careless old libraries do.
export default {
  mount(el) {
    // oxlint-disable-next-line no-extend-native -- the fault itself
    Object.prototype.polluted = 'polluted'
    el.append('ready')
  },
}
