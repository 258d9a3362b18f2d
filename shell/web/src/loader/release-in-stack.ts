/** The release whose code is named first in a stack: stacks name files, and files of a release lie below its own address. */
export const releaseInStack = (stack: string): string | null => {
  const [, module, hash] = /\/releases\/([a-z0-9.-]+)\/([0-9a-f]{12})\//.exec(stack) ?? []
  return module && hash ? `${module}@${hash}` : null
}
