/**
 * Keeps one sentence off the terminal: oidc-provider says "Unsupported runtime" on every Node whose line is not called LTS yet,
 * at import and with no switch against it. The Node that the lock file brings is such a one, and it is the one that the tests run on.
 */
export function dropRuntimeWarning(): void {
  const warn = console.warn.bind(console)
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn(...words)
  }
}
