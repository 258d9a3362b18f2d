import { z } from 'zod'

const Defaults = z.object({ properties: z.record(z.string(), z.object({ default: z.unknown().optional() }).loose()).default({}) }).loose()

/** What a municipality configured over what the manifest's schema has as defaults. */
export function effectiveSettings(schema: Record<string, unknown>, configured: Record<string, unknown>): Record<string, unknown> {
  const parsed = Defaults.safeParse(schema)
  const defaults = parsed.success ? Object.entries(parsed.data.properties).filter(([, property]) => property.default !== undefined) : []
  return { ...Object.fromEntries(defaults.map(([name, property]) => [name, property.default])), ...configured }
}
