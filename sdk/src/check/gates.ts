export interface GateFacts {
  readonly title: string
  /** What it finds, for the documentation. */
  readonly finds: string
  /** The way out, where a finding names none of its own. */
  readonly fix: string
  /** Whether it looks at the module in a browser, in the real shell. */
  readonly needsBrowser: boolean
}

const reading = { needsBrowser: false } as const
const seeing = { needsBrowser: true } as const

/** Every gate of `digione check`, in the order in which they are told. */
export const GATES = {
  manifest: {
    ...reading,
    title: 'digione.json holds',
    finds: 'A manifest that is no manifest, or asks for a newer host than this SDK speaks.',
    fix: 'Put digione.json right; with "$schema" in it an editor shows where.',
  },
  texts: {
    ...reading,
    title: 'Finnish and Swedish are complete',
    finds: 'A text that a language lacks or has beside the others, and placeholders that differ.',
    fix: 'Give every language of web/messages the same keys, with the same placeholders. Finnish and Swedish are a duty; another language is complete or absent.',
  },
  settings: {
    ...reading,
    title: 'Settings and intents are described',
    finds: 'A schema in "settings" or "intents" that is none, or a default that does not fit it.',
    fix: 'Correct the JSON Schema, or the default, in digione.json.',
  },
  types: {
    ...reading,
    title: 'The types hold',
    finds: 'What the script "types" of package.json refuses; without one, TypeScript by the tsconfig.json.',
    fix: 'Correct what the type checker names. "npm run types" shows all of it.',
  },
  build: {
    ...reading,
    title: 'dist/ holds the build of this manifest',
    finds: 'A build that is not there, is incomplete, or was made from another digione.json.',
    fix: 'Run "digione build" again.',
  },
  files: {
    ...reading,
    title: 'The registry takes the files',
    finds: 'Files of a type that releases may not hold, paths that are none, too many or too large ones: what the registry itself refuses.',
    fix: 'Leave the file out of the build, or let the preset of @digione/sdk/vite name and place it.',
  },
  weight: {
    ...reading,
    title: 'A page is light',
    finds: 'More than 200 kB of scripts and styles, as the network carries them; the finding says which sources fill them.',
    fix: 'Take out what fills it, or load it by import() where it is needed.',
  },
  shares: {
    ...reading,
    title: 'The platform lends what is borrowed',
    finds: 'A shared library that the shell does not bring, or not in the version that is asked for.',
    fix: 'Depend on the version that the platform lends, or take the library out of "dependencies" and bring a copy of another name.',
  },
  duplicates: {
    ...reading,
    title: 'No library twice',
    finds: 'A library that the platform lends, such as React, inside the bundle; or two copies of one package.',
    fix: 'Name the library under "dependencies" in package.json, so that the build borrows it; let every dependency agree on one version ("npm ls <package>").',
  },
  apis: {
    ...reading,
    title: 'Every API is declared',
    finds: 'host.fetch of an "api:" name that digione.json does not list under "apis".',
    fix: 'Add the name under "apis" in digione.json with its purpose, or correct the call.',
  },
  code: {
    ...reading,
    title: 'No code or markup out of text',
    finds: 'eval, new Function and timers of text in the build; innerHTML and its like, v-html, {@html} and dangerouslySetInnerHTML in the sources.',
    fix: 'Build elements and set textContent, or render with your framework: the platform runs no code and shows no markup that was a string.',
  },
  styles: {
    ...reading,
    title: 'Styles stay with the module',
    finds: 'A stylesheet in the build that reaches beyond the module: the same check as in the registry.',
    fix: 'Build it with digione() of @digione/sdk/vite, which confines styles, and leave styles to it.',
  },
  views: {
    ...seeing,
    title: 'Every page and card comes up',
    finds: 'A path or slot that fails in the real shell, for each role, in the sandbox platform.',
    fix: 'Open it with "digione dev" as the person named, and follow the error.',
  },
  policies: {
    ...seeing,
    title: 'The platform’s policies hold',
    finds: 'Whatever the Content Security Policy or Trusted Types refuse while the module is used.',
    fix: 'No inline style or script, no markup out of text, no request but by host.fetch and host.fileUrl.',
  },
  errors: {
    ...seeing,
    title: 'No error on the console',
    finds: 'Errors that are not caught, promises whose refusal nobody handles, and console.error.',
    fix: 'Handle it where it arises; what you cannot handle goes to host.report.',
  },
  css: {
    ...seeing,
    title: 'The shell looks as it did',
    finds: 'Elements outside of the module that look different while it stands or after it, and stylesheets that it leaves behind.',
    fix: 'Style your own element alone: import the stylesheet, and touch neither document.documentElement, document.body nor document.adoptedStyleSheets.',
  },
  builtins: {
    ...seeing,
    title: 'What the browser gives is as it was',
    finds:
      'Functions of the browser and of the language, such as setTimeout, Promise or addEventListener, that the module replaces or adds for the whole page.',
    fix: 'Leave what the browser gives to everybody as it is, and import what you need beside it. Angular does without zone.js; what cannot do without it goes in a frame.',
  },
  residue: {
    ...seeing,
    title: 'Nothing is left after 50 mounts',
    finds: 'Nodes, listeners, timers, styles and names of the window that grow with each mount.',
    fix: 'Give the clean-up back from mount, and end in it what you began; { signal: host.signal } ends listeners by itself.',
  },
  twice: {
    ...seeing,
    title: 'It stands twice side by side',
    finds: 'Two mounts with two contexts that disturb each other: one that takes the other down, ids that are there twice.',
    fix: 'Keep nothing of a mount in variables of the file; what belongs to a mount is made in mount and found by its element.',
  },
  leaving: {
    ...seeing,
    title: 'It may leave while it loads',
    finds: 'Errors, or something left, where the person goes on before the module has its data.',
    fix: 'Pass host.signal on, and take an AbortError for what it is: the person went on.',
  },
  changes: {
    ...seeing,
    title: 'It follows language, theme and context',
    finds: 'A text that stays in the language before, and what breaks when language, theme or context change.',
    fix: 'Draw again when host.locale changes (useLive, or subscribe), and take colours from the custom properties of the platform.',
  },
  axe: {
    ...seeing,
    title: 'Nothing hinders assistive technology',
    finds: 'What axe finds against WCAG 2.2 AA, in every view, language and theme.',
    fix: 'See https://dequeuniversity.com/rules/axe/4.11/ under the rule’s name.',
  },
  keyboard: {
    ...seeing,
    title: 'The keyboard reaches everything',
    finds: 'What can be pressed and not be reached by Tab, a focus that cannot be seen, and a trap.',
    fix: 'Use <button>, <a href> and fields; leave the outline of the focus, and the key Tab.',
  },
  narrow: {
    ...seeing,
    title: '320 px are enough',
    finds: 'A view that scrolls sideways at 320 px, in every language.',
    fix: 'Let rows wrap, and give tables an element of their own that scrolls; a width in px is a width that some screen has not.',
  },
  host: {
    ...seeing,
    title: 'It keeps to the host',
    finds: 'Addresses, titles and links that go past the host: the history of the browser, document.title, links to nowhere.',
    fix: 'Links by host.href, the way by host.go, the title by host.title.',
  },
} as const satisfies Readonly<Record<string, GateFacts>>

export type GateId = keyof typeof GATES
export const GATE_IDS = Object.keys(GATES) as GateId[]
export const isGate = (name: string): name is GateId => name in GATES
