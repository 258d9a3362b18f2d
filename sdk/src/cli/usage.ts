export const USAGE = `digione: builds and publishes a module of DigiOne. Run it in the module's folder.

  digione types      writes .digione/types.d.ts from digione.json and the messages
  digione build      types, then a build into dist/
  digione check      manifest, messages, and the size of the build
  digione publish    sends dist/ to a platform's registry
      --platform <address>   or DIGIONE_PLATFORM
      --client <id>          or DIGIONE_CLIENT
      --secret <secret>      or DIGIONE_SECRET; the variable is better: others on the machine see a command's arguments

  --json             answers in JSON
`
