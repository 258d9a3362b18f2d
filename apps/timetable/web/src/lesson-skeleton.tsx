/** As many lines as lessons are expected, each as high as a lesson's. */
export function LessonSkeleton({ rows }: { readonly rows: number }) {
  return (
    <div className="tt-skeleton">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="d1-skeleton" />
      ))}
    </div>
  )
}
