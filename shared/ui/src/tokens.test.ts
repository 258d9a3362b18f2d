import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONTROL_BAR, checkBrand, contrastRatio, linear, luminance, ratioOf, TEXT_BAR, toHex } from './contrast.ts'
import { declarationsOf, tokenColours, type Appearance } from './token-colours.ts'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

const BRANDS = {
  'Espoo blue': '#0050bb',
  'Vantaa blue': '#1f69c0',
  green: '#0a7d3f',
  red: '#c8102e',
  yellow: '#ffd500',
  'near black': '#101418',
  white: '#ffffff',
}
const THEMES = {
  light: { scheme: 'light', contrast: false },
  dark: { scheme: 'dark', contrast: false },
  'contrast on white': { scheme: 'light', contrast: true },
  'contrast on black': { scheme: 'dark', contrast: true },
} as const

const SURFACES = ['surface', 'surface-raised', 'surface-sunken']
const TONES = ['accent', 'danger', 'warning', 'success', 'info']
const CHIPS = [1, 2, 3, 4, 5, 6, 7, 8]

const TEXT_PAIRS = [
  ...SURFACES.flatMap((surface) => ['text', 'text-muted', ...TONES.map((tone) => `${tone}-ink`)].map((ink) => [ink, surface])),
  ...TONES.flatMap((tone) => [
    ['accent-text', tone],
    ['accent-text', `${tone}-ink`],
    [`${tone}-ink`, `${tone}-soft`],
    ['text', `${tone}-soft`],
  ]),
  ...CHIPS.map((n) => [`chip-${n}-ink`, `chip-${n}`]),
] as [string, string][]
const CONTROL_PAIRS = [...SURFACES, 'accent-soft'].flatMap((surface) => ['line-strong', 'focus', ...TONES].map((tone) => [tone, surface])) as [string, string][]

/** Every pair below its bar, in words. */
function violations(source: string, appearance: Appearance): string[] {
  const colours = tokenColours(source, appearance)
  const colour = (name: string) => colours.get(`--d1-${name}`) ?? expect.fail(`--d1-${name} is missing`)
  const check = (pairs: [string, string][], bar: number) =>
    pairs.flatMap(([front, back]) => {
      const ratio = ratioOf(luminance(colour(front)), luminance(colour(back)))
      return ratio < bar ? [`${front} on ${back}: ${ratio.toFixed(2)} < ${bar}`] : []
    })
  return [...check(TEXT_PAIRS, TEXT_BAR), ...check(CONTROL_PAIRS, CONTROL_BAR)]
}

describe.each(Object.entries(THEMES))('%s', (_, theme) => {
  test.each(Object.entries(BRANDS))('text reads at 7:1 and controls at 3:1 with a brand of %s', (_name, brand) => {
    expect(violations(css, { ...theme, brand })).toEqual([])
  })

  test('no brand at all can break it', () => {
    const anyBrand = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
    fc.assert(fc.property(anyBrand, (brand) => violations(css, { ...theme, brand }).length === 0))
  })
})

test('the checker sees a muted text that is too pale, and a brand that is used as it is', () => {
  const pale = css.replace('--_muted-L: 0.42', '--_muted-L: 0.55')
  expect(violations(pale, { ...THEMES.light, brand: '#0050bb' })).toContainEqual(expect.stringMatching(/^text-muted on surface: /))
  const raw = css.replace(/--d1-accent: light-dark\([\s\S]*?\n {4}\);/, '--d1-accent: var(--d1-brand);')
  expect(violations(raw, { ...THEMES.light, brand: '#0050bb' })).toEqual([])
  expect(violations(raw, { ...THEMES.light, brand: '#ffd500' })).toContainEqual(expect.stringMatching(/^accent-text on accent: /))
})

test('a device that asks for more contrast gets the same theme as a person who chooses it', () => {
  const chosen = [...declarationsOf(css, true)].filter(([name]) => name.startsWith('--_'))
  const media = css.slice(css.indexOf('@media (prefers-contrast: more)'))
  for (const [name, value] of chosen) expect(media, name).toContain(`${name}: ${value};`)
})

test('contrastRatio knows its ends and its symmetry', () => {
  expect(contrastRatio('#000', '#ffffff')).toBeCloseTo(21)
  expect(contrastRatio('#0b57a4', '#0b57a4')).toBe(1)
  expect(contrastRatio('#fff', '#767676')).toBeCloseTo(4.54, 2)
  expect(() => contrastRatio('blue', '#fff')).toThrow('"blue" is not a colour like #0b57a4.')
})

test('a brand is kept when white reads on it, and otherwise dimmed to exactly what the light theme shows', () => {
  expect(checkBrand('#0050bb')).toMatchObject({ ok: true, suggestion: '#0050bb' })
  for (const brand of Object.values(BRANDS)) {
    const { ok, ratio, suggestion, suggestionRatio } = checkBrand(brand)
    expect(suggestionRatio).toBeGreaterThanOrEqual(TEXT_BAR)
    expect(ok).toBe(ratio >= TEXT_BAR)
    const shown = tokenColours(css, { ...THEMES.light, brand }).get('--d1-accent')!
    expect(
      linear(suggestion).map((v, i) => Math.abs(v - shown[i]!) < 0.006),
      `${suggestion} for ${toHex(shown)}`,
    ).toEqual([true, true, true])
  }
})
