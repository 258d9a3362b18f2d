import type { CheckReport, Finding, GateResult } from './report.ts'

const MARK = { passed: '✓', failed: '✗', 'not run': '–' } as const
/** Of one gate; the rest is counted, and stands in the machine-readable report. */
const MAX_FINDINGS = 12

/** Where a finding is, in words. */
export function placeOf({ file, line, view, role, language, theme, width }: Finding): string {
  const source = file === undefined ? [] : [line === undefined ? file : `${file}:${line}`]
  const seen = [view, role, language, theme, width === undefined ? undefined : `${width} px`].filter((part) => part !== undefined)
  return [...source, ...(seen.length > 0 ? [seen.join(', ')] : [])].join(', ')
}

function linesOf({ gate, title, result, why, fix, findings, notes }: GateResult): string[] {
  const head = `${MARK[result]} ${gate.padEnd(10)} ${title}${why ? `: not run, ${why}` : ''}`
  const shown = findings.slice(0, MAX_FINDINGS).flatMap((finding) => {
    const place = placeOf(finding)
    return [
      `    ${place ? `${place}: ` : ''}${finding.text}`,
      ...(finding.selector ? [`      at ${finding.selector}`] : []),
      ...(finding.fix ? [`      → ${finding.fix}`] : []),
    ]
  })
  const more = findings.length > MAX_FINDINGS ? [`    and ${findings.length - MAX_FINDINGS} more; --json has all of them`] : []
  const advice = result === 'failed' && findings.some((finding) => !finding.fix) ? [`    → ${fix}`] : []
  return [head, ...shown, ...more, ...advice, ...notes.map((note) => `    (${note})`)]
}

/** The report for people: a line for each gate, under it what is wrong and what to do. */
export function reportText(report: CheckReport): string {
  const { module, version, gates, files, bytes, durationMs } = report
  const count = (result: GateResult['result']) => gates.filter((gate) => gate.result === result).length
  const name = module === null ? 'The module' : `${module} ${version ?? ''}`
  const weight = files > 0 ? ` ${files} files, ${bytes} bytes compressed.` : ''
  const skipped = count('not run') > 0 ? ` ${count('not run')} were not run.` : ''
  const sum =
    count('failed') > 0
      ? `${name} does not pass: ${count('failed')} of ${gates.length} gates failed.${skipped}`
      : !report.ok
        ? `${name} was not checked as a whole: ${count('passed')} of ${gates.length} gates passed.${skipped}`
        : `${name} is in order: ${count('passed')} of ${gates.length} gates passed.${skipped}`
  return [...gates.flatMap(linesOf), '', `${sum}${weight} ${(durationMs / 1000).toFixed(1)} s.`].join('\n')
}
