/** Gives the person a file. @param name With what ends it; what a file system might not take is left out. */
export function saveFile(name: string, type: string, contents: string): void {
  const dot = name.lastIndexOf('.')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([contents], { type: `${type};charset=utf-8` }))
  link.download = `${name
    .slice(0, dot)
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')}${name.slice(dot)}`
  link.click()
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
