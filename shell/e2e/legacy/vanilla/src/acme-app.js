import { words } from './acme-words.js'

const mounts = new Map()

export const bootstrap = [async () => {}]

export async function mount({ domElement, mountParcel, greeting }) {
  document.title = 'Acme'
  const place = document.createElement('div')
  place.className = 'acme'
  domElement.append(place)
  const say = (name, text) => {
    const line = document.createElement('p')
    line.dataset.name = name
    line.textContent = text
    place.append(line)
    return line
  }
  const heading = document.createElement('h1')
  heading.textContent = words(greeting)
  place.append(heading)

  say(
    'eval',
    // oxlint-disable-next-line typescript/no-implied-eval -- it is what this application is there for
    attempt(() => String(new Function('return 2 + 2')())),
  )
  say(
    'html',
    attempt(() => {
      const line = document.createElement('div')
      line.innerHTML = '<b>bold</b>'
      return line.querySelector('b') ? 'shown' : 'empty'
    }),
  )
  const styled = say('style', '')
  const style = document.createElement('style')
  style.textContent = '[data-name="style"]{letter-spacing:7px}'
  document.head.append(style)
  styled.textContent = getComputedStyle(styled).letterSpacing === '7px' ? 'styled' : 'plain'
  say('global', getComputedStyle(document.body).wordSpacing)
  say(
    'elsewhere',
    await fetch('https://elsewhere.example/').then(
      () => 'answered',
      () => 'refused',
    ),
  )
  say(
    'fetch',
    await fetch('https://api.acme.example/v1/items').then(
      (answer) => answer.text(),
      (error) => error.message,
    ),
  )
  say('xhr', await asked('https://api.acme.example/v1/items?by=xhr'))

  const below = document.createElement('div')
  place.append(below)
  const parcel = mountParcel(() => import('./counter.js'), { domElement: below, count: 1 })
  await parcel.mountPromise
  const more = document.createElement('button')
  more.textContent = 'more'
  more.addEventListener('click', () => parcel.update({ count: 2 }))
  place.append(more)
  mounts.set(domElement, { place, style })
}

export async function unmount({ domElement }) {
  const { place, style } = mounts.get(domElement)
  mounts.delete(domElement)
  // The parcel went before.
  const left = place.querySelectorAll('[data-name="parcel"]').length
  await fetch(`https://api.acme.example/v1/left?parcels=${left}`, { method: 'POST', keepalive: true })
  place.remove()
  style.remove()
}

function attempt(run) {
  try {
    return run()
  } catch {
    return 'refused'
  }
}

const asked = (address) =>
  new Promise((tell) => {
    const request = new XMLHttpRequest()
    request.open('GET', address)
    request.setRequestHeader('accept', 'text/plain')
    request.addEventListener('load', () => tell(`${request.status} ${request.responseText}`))
    request.addEventListener('error', () => tell('failed'))
    request.send()
  })
