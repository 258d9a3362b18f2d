// A parcel, in a file of its own.
let line

const show = ({ count }) => {
  line.textContent = `count ${count}`
}
export async function mount(props) {
  line = document.createElement('p')
  line.dataset.name = 'parcel'
  props.domElement.append(line)
  show(props)
}
export async function update(props) {
  show(props)
}
export async function unmount() {
  line.remove()
}
