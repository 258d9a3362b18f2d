#!/usr/bin/env node
// `npm create @digione/module` is `digione create`, with the same options.
process.argv.splice(2, 0, 'create')
await import(new URL('bin/digione.js', import.meta.resolve('@digione/sdk/package.json')).href)
