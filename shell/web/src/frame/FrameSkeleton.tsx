/** The top of the frame before it is known who is there. The document's own start-up skeleton looks the same. */
export function TopSkeleton() {
  return (
    <header className="top">
      <span className="wordmark">
        <span className="wordmark-own">DigiOne</span>
      </span>
    </header>
  )
}

/** The left edge of the frame before it is known who is there. */
export function RailSkeleton() {
  return (
    <div className="rail rail-waiting" aria-hidden="true">
      <span className="d1-skeleton" />
      <span className="d1-skeleton" />
      <span className="d1-skeleton" />
      <span className="d1-skeleton" />
    </div>
  )
}
