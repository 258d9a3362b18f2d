// Is ready, and then keeps its thread busy for good.
export default {
  mount(el) {
    el.append('ready')
    setTimeout(() => {
      for (;;);
    }, 500)
  },
}
