// Takes the focus again and again, though nobody gave it.
const TIMES = 20
export default {
  mount(el) {
    const field = document.createElement('input')
    field.setAttribute('aria-label', 'taken')
    const told = document.createElement('p')
    el.append(field, told)
    let times = 0
    const timer = setInterval(() => {
      field.blur()
      window.focus()
      field.focus()
      told.textContent = `taken ${++times} times`
      if (times === TIMES) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  },
}
