// Takes the focus back whenever it leaves, and eats Tab.
export default {
  mount(el) {
    const field = document.createElement('input')
    field.setAttribute('aria-label', 'trap')
    el.append(field)
    const back = () => setTimeout(() => field.focus(), 0)
    const eat = (event) => event.key === 'Tab' && event.preventDefault()
    field.addEventListener('blur', back)
    el.addEventListener('keydown', eat)
    field.focus()
    return () => field.removeEventListener('blur', back)
  },
}
