import { hostConformance } from '@digione/contracts/conformance'
import { describe, test } from 'vitest'
import { conformanceWorld } from './conformance-world.ts'
import { createPageHost } from './page-host.ts'

describe('the page host conforms', () => {
  test.each(hostConformance(() => conformanceWorld(createPageHost)))('$name', async ({ run }) => run())
})
