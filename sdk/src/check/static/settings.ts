import { Ajv } from 'ajv'
import type { Finding } from '../report.ts'
import type { ModuleFacts } from './module-facts.ts'

export function settings({ manifest }: ModuleFacts): Finding[] {
  const schemas = [['settings', manifest.settings] as const, ...Object.entries(manifest.intents).map(([name, schema]) => [`intents.${name}`, schema] as const)]
  return schemas.flatMap(([where, schema]) => problemsIn(where, schema)).map((text) => ({ text, file: 'digione.json' }))
}

function problemsIn(where: string, schema: Record<string, unknown>): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true })
  if (!ajv.validateSchema(schema)) return [`"${where}" is not a JSON Schema: ${ajv.errorsText(ajv.errors, { dataVar: where })}`]
  const { properties = {} } = schema as { properties?: Record<string, { default?: unknown }> }
  return Object.entries(properties)
    .filter(([, property]) => property.default !== undefined && !ajv.validate(property, property.default))
    .map(([name]) => `the default of "${where}.${name}" does not fit its own schema`)
}
