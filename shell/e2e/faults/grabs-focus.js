// Takes the focus by something that has to have it: no script in a frame can be kept from opening a dialog.
export default {
  mount(el) {
    const dialog = document.createElement('dialog')
    dialog.append(document.createElement('input'))
    el.append(dialog)
    const timer = setInterval(() => {
      dialog.close()
      dialog.showModal()
    }, 700)
    return () => clearInterval(timer)
  },
}
