import { defineElements, iconNames } from '../src/index.ts'

defineElements()

// ?theme=dark&brand=ffd500
const query = new URLSearchParams(location.search)
const { documentElement: root } = document
root.dataset['theme'] = query.get('theme') ?? 'light'
if (query.has('brand')) root.style.setProperty('--d1-brand', `#${query.get('brand')}`)

document.getElementById('people')?.append(
  ...Array.from({ length: 16 }, (_, n) => {
    const avatar = document.createElement('d1-avatar')
    avatar.name = `${'AEHIKLMO'[n % 8]} Virtanen`
    avatar.person = `person-${n}`
    return avatar
  }),
)
document.getElementById('icons')?.append(
  ...iconNames.map((name) => {
    const item = document.createElement('li')
    const icon = document.createElement('d1-icon')
    icon.name = name
    item.append(icon, name)
    return item
  }),
)
