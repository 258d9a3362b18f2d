export default {
  mount() {
    throw new Error('This module throws in mount.')
  },
}
