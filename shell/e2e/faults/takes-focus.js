// Takes the focus again and again, though nobody gave it.
export default {
  mount(el) {
    const field = document.createElement('input')
    field.setAttribute('aria-label', 'taken')
    const told = document.createElement('p')
    el.append(field, told)
    const timer = setInterval(() => {
      field.blur()
      window.focus()
      field.focus()
      told.textContent = 'taken'
    }, 300)
    return () => clearInterval(timer)
  },
}
