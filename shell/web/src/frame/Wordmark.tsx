/** Whose place this is: the municipality worked in beside the platform's own name. */
export function Wordmark({ municipality }: { readonly municipality: string | null }) {
  return (
    <a className="wordmark" href="/">
      <span className="wordmark-own">DigiOne</span>
      {municipality && <span className="wordmark-municipality">{municipality}</span>}
    </a>
  )
}
