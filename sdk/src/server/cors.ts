/**
 * Lets the platform's session page, and nobody else's, call a backend from a browser.
 *
 * Preflights are answered here; every other request goes to `handle`.
 *
 * @param sessions Origins of the session page: one, and on a platform for trials those of developers' machines.
 */
export async function cors(request: Request, sessions: readonly string[], handle: () => Response | Promise<Response>): Promise<Response> {
  const origin = request.headers.get('origin')
  const allowed = sessions.find((session) => session === origin)
  const isPreflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
  if (isPreflight) {
    if (!allowed) return new Response(null, { status: 403, headers: { vary: 'Origin' } })
    return new Response(null, {
      status: 204,
      headers: {
        'access-control-allow-origin': allowed,
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? 'authorization, content-type',
        // Chromium keeps it for two hours at most.
        'access-control-max-age': '7200',
        vary: 'Origin, Access-Control-Request-Headers',
      },
    })
  }
  const answer = await handle()
  const headers = new Headers(answer.headers)
  headers.append('vary', 'Origin')
  if (allowed) {
    headers.set('access-control-allow-origin', allowed)
    headers.set('access-control-expose-headers', 'ETag, Location, Retry-After, Link, X-Total-Count')
  }
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers })
}
