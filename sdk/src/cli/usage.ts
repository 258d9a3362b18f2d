export const USAGE = `digione: builds and publishes a module of DigiOne. Run it in the module's folder.

  digione create [folder]    makes a new module; asks for what is not given
      --template <name>      react, vue, svelte, vanilla or single-spa
      --id <id>              its part of every address
      --name <name>          in Finnish; --name-sv, --name-en in Swedish and English
      --vendor <name>        who makes it
      --contact <address>    e-mail of its support
      --sdk <file|version>   a packed SDK, or a version; without it, what this command came from
      --install              installs the packages too
      --yes                  takes every default, and asks nothing
  digione types      writes .digione/types.d.ts from digione.json and the messages
  digione dev        shows the module in the real shell, with demo data, and follows what you change
      --port <port>          the browser's port, 5100 unless said otherwise
      --platform <address>   in the shell of that platform instead, whose operator allows it; to this machine alone
      --serve <folder>       only answers below /@module/<id>/ on --port, for a front that has a platform; writes the
                             release that leads there into the folder
  digione build      types, then a build into dist/; where digione.json has "singleSpa", wraps what is built already
  digione check      what certification will say: reads the module, then uses its build in the real shell in a browser
      --only <gate,…>        these gates alone, such as axe,keyboard
      --no-browser           leaves out the gates that need a browser
  digione publish    signs dist/ and sends it to a platform's registry
      --channel preview      for whoever tries it first (default: stable)
  digione releases   what the registry has of the module
  digione yank <version> --reason "…"
                     withdraws a version for good; the one before takes its place
  digione keys       the keys that your releases are signed with; "keys renew", "keys revoke <thumbprint>"

  publish, releases, yank and keys need:
      --account <file>       with the three below as DIGIONE_PLATFORM=… and so on, or each by itself:
      --platform <address>   or DIGIONE_PLATFORM
      --client <id>          or DIGIONE_CLIENT
      --secret <secret>      or DIGIONE_SECRET; the variable is better: others on the machine see a command's arguments

  --json             answers in JSON
`
