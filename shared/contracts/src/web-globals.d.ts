// The few names of the web platform that the contracts use and that browsers and Node both have. Consumers bring their own,
// fuller declarations; this file is not imported, so it reaches this package's own type check only.
interface AbortSignal {}
interface RequestInit {}
interface Response {}
declare class URL {
  constructor(address: string, base?: string)
  readonly pathname: string
  readonly searchParams: Iterable<[string, string]>
  readonly hash: string
}
declare function btoa(data: string): string
declare function atob(data: string): string
