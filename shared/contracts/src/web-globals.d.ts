// The few names of the web platform that the contracts use and that browsers and Node both have. Consumers bring their own,
// fuller declarations; this file is not imported, so it reaches this package's own type check only.
interface AbortSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', run: () => void): void
}
interface RequestInit {
  method?: string
  headers?: Record<string, string>
  body?: string
}
interface Headers {
  get(name: string): string | null
}
declare class Request {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly signal: AbortSignal
  text(): Promise<string>
}
declare class Response {
  static json(data: unknown, init?: { status?: number; headers?: Record<string, string> }): Response
  static error(): Response
  readonly status: number
  readonly headers: Headers
  json(): Promise<unknown>
}
declare class URL {
  constructor(address: string, base?: string)
  readonly pathname: string
  readonly search: string
  readonly searchParams: Iterable<[string, string]>
  readonly hash: string
}
declare function btoa(data: string): string
declare function atob(data: string): string
declare function setTimeout(run: () => void, delayMs: number): unknown
