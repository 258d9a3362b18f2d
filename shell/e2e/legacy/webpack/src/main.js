import './app.css'

let place

export async function bootstrap() {}

export async function mount({ domElement, base }) {
  place = domElement
  const heading = document.createElement('h1')
  heading.textContent = `webpack ${base}`
  const line = document.createElement('p')
  line.className = 'wp-words'
  place.append(heading, line)
  const { words } = await import('./later.js')
  line.textContent = words
}

export async function unmount() {
  place.replaceChildren()
}
