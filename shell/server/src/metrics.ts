import { Counter, Histogram, Registry } from 'prom-client'

/** What stands for a value that somebody outside made up: labels are a closed set, or a caller could fill the memory, or name a person. */
export const OTHER = 'other'

const VITALS = new Set(['LCP', 'INP', 'CLS', 'FCP', 'TTFB'])
/** A measurement's own name where it is one of the web's; what modules call theirs is theirs. */
export const vitalLabel = (vital: string | undefined) => (vital !== undefined && VITALS.has(vital) ? vital : OTHER)

/**
 * What this instance counts. Labels name modules, municipalities, codes and routes: things, never people.
 *
 * A municipality is named where what is counted is a matter of the whole municipality; measurements of single pages name the module alone.
 */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers })
  return {
    registry,
    logIns: counter('digione_log_ins_total', 'Log-ins that came back from an identity provider, by what became of them', ['upstream', 'outcome']),
    tokenExchanges: counter('digione_token_exchanges_total', 'Exchanges of a log-in for a module’s token; the outcome is "issued" or an error’s code', [
      'module',
      'municipality',
      'outcome',
    ]),
    moduleErrors: counter('digione_module_errors_total', 'Errors of modules that pages reported', ['module', 'municipality', 'code']),
    moduleVitals: new Histogram({
      name: 'digione_module_vital',
      help: 'Measurements of modules that pages reported: milliseconds, CLS without a unit',
      labelNames: ['module', 'vital'],
      buckets: [0.1, 0.25, 10, 50, 100, 200, 500, 1000, 2500, 4000, 10_000],
      registers,
    }),
    switches: counter('digione_entitlement_switches_total', 'Modules that an administrator switched', ['module', 'municipality', 'state']),
    releaseFiles: counter('digione_release_files_total', 'Files of releases that were served', ['module']),
    requests: new Histogram({
      name: 'digione_http_request_seconds',
      help: 'Time until an answer began',
      labelNames: ['method', 'route', 'status'],
      registers,
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    }),
    refusedRequests: counter('digione_http_refusals_total', 'Answers with a status of 400 or more', ['method', 'route', 'status']),
    refusals: counter('digione_refusals_total', 'Answers that were problems, by their permanent code', ['code']),
  }
}
export type Metrics = ReturnType<typeof createMetrics>
