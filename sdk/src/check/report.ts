import { z } from 'zod'
import { GATE_IDS } from './gates.ts'

/** One thing that is wrong, and where. */
export const Finding = z.object({
  /** In a sentence. */
  text: z.string(),
  /** What to do, where the gate's own advice does not say it. */
  fix: z.string().optional(),
  /** From the module's folder, `/`-separated. */
  file: z.string().optional(),
  line: z.number().int().optional(),
  /** CSS selector. */
  selector: z.string().optional(),
  /** The page's path, or the slot. */
  view: z.string().optional(),
  /** Role that the module was seen in. */
  role: z.string().optional(),
  language: z.string().optional(),
  theme: z.string().optional(),
  /** Of the window, in px. */
  width: z.number().int().optional(),
})
export type Finding = z.infer<typeof Finding>

export const GateResult = z.object({
  gate: z.enum(GATE_IDS),
  title: z.string(),
  result: z.enum(['passed', 'failed', 'not run']),
  /** Why it was not run; `null` where it was. */
  why: z.string().nullable(),
  fix: z.string(),
  findings: z.array(Finding),
  /** What was looked at, and what could not be. */
  notes: z.array(z.string()),
})
export type GateResult = z.infer<typeof GateResult>

/** What `digione check --json` writes. */
export const CheckReport = z.object({
  /** Nothing failed, and nothing that was asked for could not be run. */
  ok: z.boolean(),
  /** Whether every gate was run and passed, as certification wants it. */
  complete: z.boolean(),
  module: z.string().nullable(),
  version: z.string().nullable(),
  sdk: z.string(),
  /** Scripts and stylesheets of the build. */
  files: z.number().int(),
  /** Their weight as the network carries it. */
  bytes: z.number().int(),
  durationMs: z.number().int(),
  gates: z.array(GateResult),
})
export type CheckReport = z.infer<typeof CheckReport>
