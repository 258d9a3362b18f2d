import { Skeleton } from '../failure/Skeleton.tsx'

/** The frame before it is known who is there: the same places, empty. The document's own start-up skeleton looks the same. */
export function FrameSkeleton() {
  return (
    <div className="frame" aria-busy="true">
      <header className="top">
        <span className="wordmark">
          <span className="wordmark-own">DigiOne</span>
        </span>
      </header>
      <div className="rail rail-waiting" aria-hidden="true">
        <span className="d1-skeleton" />
        <span className="d1-skeleton" />
        <span className="d1-skeleton" />
        <span className="d1-skeleton" />
      </div>
      <main id="main" className="main">
        <h1 className="d1-visually-hidden">DigiOne</h1>
        <Skeleton size="page" />
      </main>
      <div className="tabs" aria-hidden="true" />
    </div>
  )
}
