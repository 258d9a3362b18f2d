/** Contrast of two sRGB colours written `#rgb` or `#rrggbb`, 1–21. @see WCAG 2.2, 1.4.3 */
export function contrastRatio(a: string, b: string): number {
  return ratioOf(luminance(linear(a)), luminance(linear(b)))
}

export interface BrandCheck {
  /** Whether the colour is shown unchanged behind white text. When false it is still safe: the themes dim it. */
  ok: boolean
  /** White text on the colour as given; the bar is 7. */
  ratio: number
  /** What the light theme puts behind white text: the colour itself, or the same hue dimmed until white reads at 7:1. */
  suggestion: string
  /** White text on the suggestion. */
  suggestionRatio: number
}

/**
 * Judges a municipality's colour the way tokens.css will use it.
 *
 * @throws {RangeError} if the colour is not `#rgb` or `#rrggbb`.
 */
export function checkBrand(hex: string): BrandCheck {
  const given = linear(hex)
  const scale = Math.min(1, MAX_ACCENT_LUMINANCE / Math.max(luminance(given), 0.001))
  const suggestion = scale === 1 ? toHex(given, Math.round) : toHex([given[0] * scale, given[1] * scale, given[2] * scale], Math.floor)
  const ratio = contrastRatio(hex, '#ffffff')
  return { ok: ratio >= TEXT_BAR, ratio, suggestion, suggestionRatio: contrastRatio(suggestion, '#ffffff') }
}

export const TEXT_BAR = 7
export const CONTROL_BAR = 3

/** Channels 0–1, in linear light. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** `--_solid-Y` of tokens.css. */
const MAX_ACCENT_LUMINANCE = 0.0995

export function linear(hex: string): Rgb {
  const digits = /^#(?:[\da-f]{3}){1,2}$/i.test(hex) ? hex.slice(1) : undefined
  if (!digits) throw new RangeError(`"${hex}" is not a colour like #0b57a4.`)
  const whole = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const channel = (index: number) => {
    const value = Number.parseInt(whole.slice(index * 2, index * 2 + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(0), channel(1), channel(2)]
}

export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export function ratioOf(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Channels outside sRGB are cut off, as browsers do. */
export function toHex(rgb: Rgb, round: (value: number) => number = Math.round): string {
  const channel = (value: number) => {
    const inside = Math.min(1, Math.max(0, value))
    const encoded = inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055
    return round(encoded * 255)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(rgb[0])}${channel(rgb[1])}${channel(rgb[2])}`
}
