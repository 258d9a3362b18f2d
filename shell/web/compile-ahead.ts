import type { Plugin } from 'vite'

const HINT = '//# allFunctionsCalledOnLoad'

/** Has the browser compile the whole entry while it arrives, off the page's own thread: most of it runs before the first page is shown. */
export const compileAhead = (): Plugin => ({
  name: 'digione:compile-ahead',
  apply: 'build',
  enforce: 'post',
  // A name stands for its contents, and is made before what follows.
  augmentChunkHash: ({ isEntry }) => (isEntry ? HINT : undefined),
  generateBundle: {
    // Only the first line of a file is such a hint, and Vite writes one of its own above what an output option would add.
    order: 'post',
    handler(_options, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) chunk.code = `${HINT}\n${chunk.code}`
    },
  },
})
