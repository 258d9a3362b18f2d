/** Where a release's files are, on the platform's own origin. Ends with `/`. */
export const releaseBase = (id: string) => `/releases/${id.replace('@', '/')}/`
