import { targetsBelow as targetsBelowInPage } from '@digione/probes'
import type { SmallTarget } from '@digione/probes'
import type { Page } from '@playwright/test'

/** @see targetsBelow of the probes, which runs in the page */
export const targetsBelow = async (page: Page, px: number, within?: string): Promise<SmallTarget[]> => page.evaluate(targetsBelowInPage, { px, within })
