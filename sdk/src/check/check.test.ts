// @vitest-environment node
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyGateModule, FAULTS, plant } from '../../scripts/gate-modules.ts'
import { vendorMachine } from '../../scripts/vendor-machine.ts'
import type { VendorMachine } from '../../scripts/vendor-machine.ts'
import { CHECKING, withGates } from '../../scripts/gates-docs.ts'
import { check, gatesIn } from './check.ts'
import { GATE_IDS, GATES } from './gates.ts'
import type { GateId } from './gates.ts'
import { placeOf, reportText } from './report-text.ts'
import { CheckReport } from './report.ts'
import { withoutComments } from './static/module-facts.ts'

let machine: VendorMachine
const at = (...path: string[]) => join(machine.folder, ...path)
beforeAll(() => {
  machine = vendorMachine()
  copyGateModule(at('base'))
  machine.digione(at('base'), 'build')
}, 120_000)
afterAll(() => machine.remove())

const READING = GATE_IDS.filter((gate) => !GATES[gate].needsBrowser)
const resultsOf = ({ gates }: CheckReport, result: string) => gates.filter((gate) => gate.result === result).map(({ gate }) => gate)

test('the module that all faults are planted in passes every gate that needs no browser, and the report says which were not run', async () => {
  const report = CheckReport.parse(await check(at('base'), { inBrowser: false }))
  expect(resultsOf(report, 'passed')).toEqual(READING)
  expect([report.ok, report.complete, report.files]).toEqual([true, false, 3])
  const text = reportText(report)
  expect(text).toContain('– axe        Nothing hinders assistive technology: not run, --no-browser was given; certification runs it')
  expect(text).toMatch(/gates 0\.1\.0 is in order: 12 of 25 gates passed\. 13 were not run\. 3 files, \d+ bytes compressed\./)
})

test('every gate has a fault that it finds', () => {
  expect(FAULTS.map(({ gate }) => gate)).toEqual(GATE_IDS)
  expect(FAULTS.filter(({ inBrowser }) => inBrowser).map(({ gate }) => gate)).toEqual(GATE_IDS.filter((gate) => GATES[gate].needsBrowser))
})

describe('a fault fails its own gate and no other', () => {
  test.for(FAULTS.filter(({ inBrowser }) => !inBrowser))('$gate', { timeout: 60_000 }, async (fault, { expect }) => {
    const folder = at(fault.gate)
    cpSync(at('base'), folder, { recursive: true })
    plant(folder, fault)
    if (fault.builds) machine.digione(folder, 'build')
    // One look at the types is as good as a dozen.
    const only = fault.gate === 'types' ? READING : READING.filter((gate) => gate !== 'types')
    const report = await check(folder, { inBrowser: false, only })
    expect(resultsOf(report, 'failed')).toEqual([fault.gate])
    expect(report.ok).toBe(false)
    const [result] = report.gates.filter(({ gate }) => gate === fault.gate)
    expect(result?.findings.map((finding) => `${placeOf(finding)}: ${finding.text}`).join('\n')).toContain(fault.says)
    expect(reportText(report)).toContain(`→ ${GATES[fault.gate as GateId].fix}`)
  })
})

test('a browser that is asked for and cannot be had is told of, and is no success', async () => {
  const before = process.env['CHROMIUM_PATH']
  process.env['CHROMIUM_PATH'] = '/nowhere/chromium'
  const report = await check(at('base'), { only: ['texts', 'axe'] }).finally(() => {
    if (before === undefined) delete process.env['CHROMIUM_PATH']
    else process.env['CHROMIUM_PATH'] = before
  })
  expect([report.ok, resultsOf(report, 'failed')]).toEqual([false, []])
  expect(reportText(report)).toContain('not run, CHROMIUM_PATH is /nowhere/chromium, and there is no such file')
  expect(reportText(report)).toContain('gates 0.1.0 was not checked as a whole: 2 of 25 gates passed.')
})

test('the page on checking has every gate as it is: "npm run docs" writes it', () => {
  const text = readFileSync(CHECKING, 'utf8')
  expect(withGates(text)).toBe(text)
  for (const gate of GATE_IDS) expect(text).toContain(`| \`${gate}\` |`)
})

test('a gate that does not exist is told of with those that do', () => {
  expect(gatesIn('axe, texts')).toEqual(['axe', 'texts'])
  expect(() => gatesIn('axes')).toThrow('--only names "axes", and there is no such gate. There are: manifest, texts,')
})

test('what stands in a comment is no code, and what stands in a string is', () => {
  const text = "a /* x\n y */ b // c\nconst d = 'http://e' // f\n<!-- g -->"
  expect(withoutComments(text)).toBe("a     \n      b     \nconst d = 'http://e'     \n          ")
})
