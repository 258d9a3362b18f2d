/**
 * Imported, or preloaded with `--import`: names under `.localhost` are this machine, in Node as in browsers.
 * @see RFC 6761 §6.3
 */
import dns, { type LookupAddress, type LookupOptions } from 'node:dns'

type Callback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

const isLoopback = (host: string) => /(^|\.)localhost\.?$/i.test(host)
const HERE: LookupAddress = { address: '127.0.0.1', family: 4 }

const lookup = dns.lookup.bind(dns) as (host: string, options: LookupOptions, callback: Callback) => void
const promised = dns.promises.lookup.bind(dns.promises) as (host: string, options?: LookupOptions | number) => Promise<LookupAddress | LookupAddress[]>

const asOptions = (options: LookupOptions | number | undefined): LookupOptions => (typeof options === 'number' ? { family: options } : (options ?? {}))

Object.assign(dns, {
  lookup(host: string, given: LookupOptions | number | Callback, then?: Callback) {
    const callback = typeof given === 'function' ? given : then
    const options = asOptions(typeof given === 'function' ? undefined : given)
    if (!callback) throw new TypeError('dns.lookup needs a callback')
    if (!isLoopback(host)) return lookup(host, options, callback)
    process.nextTick(() => (options.all ? callback(null, [HERE]) : callback(null, HERE.address, HERE.family)))
  },
})
Object.assign(dns.promises, {
  lookup: (host: string, given?: LookupOptions | number) => (isLoopback(host) ? Promise.resolve(asOptions(given).all ? [HERE] : HERE) : promised(host, given)),
})
