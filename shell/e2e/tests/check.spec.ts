import { join } from 'node:path'
import { createdModule, TEMPLATES } from '../src/created-modules.ts'
import { BROWSER_FAULTS, buildModule, checkModule, writeGateModule } from '../src/gate-modules.ts'
import type { Told } from '../src/gate-modules.ts'
import { writeLegacyModules } from '../src/legacy-modules.ts'
import { isThorough } from '../src/pairwise.ts'
import { expect, test } from '../src/test.ts'
import { edit, VendorMachine } from '../src/vendor-machine.ts'

// `digione check` on a vendor's machine: what is packed of the SDK and of the sandbox, and a browser.
const REPOSITORY = join(import.meta.dirname, '../../..')
const MINUTES = 60_000
const SEEN = BROWSER_FAULTS.map(({ gate }) => gate)
/** Read by the unit tests of the SDK; a check that looks in the browser reads them anyway. */
const READ = ['texts', 'settings', 'build', 'files', 'weight', 'shares', 'duplicates', 'apis', 'code', 'styles']

const APPS = ['attendance', 'timetable', 'console'] as const

let machine: VendorMachine
let digione = ''
test.beforeAll(() => {
  test.setTimeout(4 * MINUTES)
  machine = new VendorMachine()
  digione = join(machine.folder, 'node_modules/@digione/sdk/bin/digione.js')
})
test.afterAll(() => machine?.remove())

const failedIn = ({ gates }: Told) => gates.filter(({ result }) => result === 'failed').map(({ gate }) => gate)
const wordsOf = ({ gates }: Told, gate: string) => gates.find((one) => one.gate === gate)?.findings.map(({ text }) => text) ?? []

async function made(name: string, gates: readonly string[]): Promise<string> {
  const folder = join(machine.folder, name)
  await writeGateModule(folder, gates)
  await buildModule(digione, folder)
  return folder
}

function told(report: Told, what: string) {
  test.info().annotations.push({ type: 'measured', description: `digione check of ${what}: ${(report.durationMs / 1000).toFixed(0)} s` })
}

test('a module with every fault that a browser shows fails every such gate, each with its sentence', async () => {
  test.setTimeout(5 * MINUTES)
  // Fifty rounds of mounting take as long as all else together: they are the soak's.
  const looked = BROWSER_FAULTS.filter(({ gate }) => isThorough || gate !== 'residue')
  const gates = looked.map(({ gate }) => gate)
  const report = await checkModule(digione, await made('everything', gates), '--only', [...READ, ...gates].join())
  told(report, 'a module with every fault')
  expect(failedIn(report)).toEqual(gates)
  for (const { gate, says } of looked) expect(wordsOf(report, gate), gate).toEqual(expect.arrayContaining([expect.stringContaining(says)]))
})

/** Their manifests have no "nav": no link of the shell's leads to them. */
const WRAPPED = { 'paged-react': 'an application of another React', 'paged-angular': 'an application of Angular’s without zone.js' }
for (const [module, what] of Object.entries(WRAPPED).slice(0, isThorough ? undefined : 1))
  test(`${what} that is wrapped passes every gate in a page`, async () => {
    test.setTimeout(5 * MINUTES)
    await writeLegacyModules(machine.folder, [module])
    // Fifty rounds of mounting are the soak's.
    const gates = [...READ, ...SEEN].filter((gate) => isThorough || gate !== 'residue')
    const report = await checkModule(digione, join(machine.folder, module), '--only', gates.join())
    told(report, what)
    expect(report.gates.filter(({ gate }) => gates.includes(gate)).map(({ gate, result, why, findings }) => [gate, result, why, findings])).toEqual(
      gates.map((gate) => [gate, 'passed', null, []]),
    )
  })

for (const app of APPS)
  test(`the repository’s ${app} passes every gate that reads`, async () => {
    const report = await checkModule(
      join(REPOSITORY, 'sdk/bin/digione.js'),
      join(REPOSITORY, 'apps', app),
      '--no-browser',
      '--only',
      ['manifest', ...READ].join(),
    )
    expect(report.gates.flatMap(({ gate, findings }) => findings.map(({ text }) => `${gate}: ${text}`))).toEqual([])
    expect(report.ok).toBe(true)
  })

if (isThorough) {
  test('an application of Angular’s with zone.js is refused in a page, and told what it replaces there', async () => {
    test.setTimeout(5 * MINUTES)
    const folder = join(machine.folder, 'paged-angular')
    await writeLegacyModules(machine.folder, ['paged-angular'])
    edit(join(folder, 'digione.json'), '"acme-zoneless.js"', '"acme-angular.js"')
    await buildModule(digione, folder)
    const report = await checkModule(digione, folder, '--only', 'builtins')
    expect(failedIn(report)).toEqual(['builtins'])
    expect(wordsOf(report, 'builtins')[0]).toMatch(/^it replaces for the whole page what the browser gives: Promise, .* and \d+ more$/)
  })

  test('the module that the faults are planted in passes every gate', async () => {
    test.setTimeout(5 * MINUTES)
    const report = await checkModule(digione, await made('good', []))
    told(report, 'the good module')
    expect(report.gates.map(({ gate, result, why, findings }) => [gate, result, why, findings])).toEqual(
      report.gates.map(({ gate }) => [gate, 'passed', null, []]),
    )
  })

  for (const { gate, says } of BROWSER_FAULTS) {
    test(`the fault of ${gate} fails that gate and no other`, async () => {
      test.setTimeout(5 * MINUTES)
      const report = await checkModule(digione, await made(`fault-of-${gate}`, [gate]), '--only', [...READ, ...SEEN].join())
      expect(failedIn(report)).toEqual([gate])
      expect(wordsOf(report, gate)).toEqual(expect.arrayContaining([expect.stringContaining(says)]))
    })
  }

  for (const template of TEMPLATES) {
    test(`what create makes of the template ${template} passes every gate`, async () => {
      test.setTimeout(6 * MINUTES)
      const id = createdModule(template)
      machine.create(id, template)
      await buildModule(digione, join(machine.folder, id))
      const report = await checkModule(digione, join(machine.folder, id), '--only', [...READ, ...SEEN].join())
      told(report, `the template ${template}`)
      expect(report.gates.flatMap(({ gate, findings }) => findings.map(({ text, view }) => `${gate}, ${view}: ${text}`))).toEqual([])
      expect(report.ok).toBe(true)
    })
  }

  for (const app of APPS) {
    test(`the repository’s ${app} passes every gate`, async () => {
      test.setTimeout(8 * MINUTES)
      const report = await checkModule(join(REPOSITORY, 'sdk/bin/digione.js'), join(REPOSITORY, 'apps', app), '--only', [...READ, ...SEEN].join())
      told(report, app)
      expect(report.gates.flatMap(({ gate, findings }) => findings.map(({ text, view }) => `${gate}, ${view}: ${text}`))).toEqual([])
      expect(report.ok).toBe(true)
    })
  }
}
