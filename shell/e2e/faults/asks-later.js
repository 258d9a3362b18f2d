/** A part of it is fetched when it is asked for. It can hold unsaved work. */
export default {
  mount(el, host) {
    const press = (name, run) => {
      const button = document.createElement('button')
      button.textContent = name
      button.addEventListener('click', run)
      el.append(button)
    }
    press('write', () => host.guard({ save: async () => {} }))
    press('more', async () => {
      const { words } = await import('./lazy.js')
      el.append(words)
    })
  },
}
