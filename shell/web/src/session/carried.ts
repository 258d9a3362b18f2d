import type { CarriedRequest, CarriedResponse } from '@digione/contracts'

const BODILESS = new Set([101, 204, 205, 304])

/** A request as it crosses a port. Its body is gathered. */
export async function carry(path: string, init: RequestInit | undefined): Promise<CarriedRequest> {
  // The browser's own Request gives method, headers and body their standard form; its address is never asked.
  const { signal: _signal, ...rest } = init ?? {}
  const request = new Request(new URL(path, 'https://api.invalid'), rest)
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer()
  return { path, method: request.method, headers: [...request.headers], body: body && body.byteLength > 0 ? body : null }
}

/** An answer that has crossed a port. */
export function uncarry({ status, statusText, headers, body }: CarriedResponse): Response {
  return new Response(BODILESS.has(status) ? null : (body as BodyInit | null), { status, statusText, headers: headers.map(([name, value]) => [name, value]) })
}

export const transferOf = (request: CarriedRequest) => (request.body ? [request.body] : [])
