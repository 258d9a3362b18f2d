import { linear, type Rgb } from './contrast.ts'

export interface Appearance {
  scheme: 'light' | 'dark'
  contrast: boolean
  /** `#rrggbb`. */
  brand: string
}

/**
 * Computes the colours of tokens.css as a browser would, for the tests. Understands what the file uses: `var`, `light-dark`, `oklch`,
 * relative `oklch` and `xyz-d65`, `calc`, `min`, `max`.
 *
 * @returns Linear sRGB of every custom property that is a colour, cut off at sRGB's edge.
 */
export function tokenColours(css: string, { scheme, contrast, brand }: Appearance): Map<string, Rgb> {
  const declarations = declarationsOf(css, contrast)
  declarations.set('--d1-brand', brand)
  const substitute = (value: string): string => value.replace(/var\((--[\w-]+)\)/g, (_, name: string) => substitute(declarations.get(name) ?? missing(name)))
  const colours = new Map<string, Rgb>()
  for (const [name, value] of declarations) {
    if (/^(?:light-dark|oklch|color|#|var\()/.test(value)) colours.set(name, colourOf(substitute(value), scheme).map(inside) as unknown as Rgb)
  }
  return colours
}

/** The custom properties of `:root` and of what stands beside it, the contrast theme's last. */
export function declarationsOf(css: string, contrast: boolean): Map<string, string> {
  const declarations = new Map<string, string>()
  const flat = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@(?:media|supports)[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g, '')
  for (const [, selector = '', body = ''] of flat.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const isBase = /(?:^|,)\s*:root\s*(?:,|$)/.test(selector)
    const isContrast = contrast && /^\[data-theme=.contrast.\]$/.test(selector.trim())
    if (!isBase && !isContrast) continue
    for (const [, name = '', value = ''] of body.matchAll(/(--[\w-]+)\s*:\s*([^;]+);/g)) declarations.set(name, value.trim().replace(/\s+/g, ' '))
  }
  return declarations
}

function colourOf(text: string, scheme: 'light' | 'dark'): Rgb {
  const value = text.trim()
  if (value.startsWith('#')) return linear(value)
  const [, name, body = ''] = /^([\w-]+)\((.*)\)$/s.exec(value) ?? missing(value)
  if (name === 'light-dark') {
    const [light = '', dark = ''] = splitOutside(body, ',')
    return colourOf(scheme === 'light' ? light : dark, scheme)
  }
  const words = splitOutside(body, ' ')
  const [from, base = '', space] = words
  if (name === 'oklch') {
    if (from !== 'from') return fromOklch(words.map((word) => calculate(word, {})))
    const [l, c, h] = toOklch(colourOf(base, scheme))
    return fromOklch(words.slice(2).map((word) => calculate(word, { l, c, h })))
  }
  if (name === 'color' && from === 'from' && space === 'xyz-d65') {
    const [x, y, z] = multiply(RGB_TO_XYZ, colourOf(base, scheme))
    return multiply(
      XYZ_TO_RGB,
      words.slice(3).map((word) => calculate(word, { x, y, z })),
    )
  }
  return missing(value)
}

function calculate(text: string, variables: Record<string, number>): number {
  const tokens = text.match(/[a-z]+|\d*\.?\d+|[-+*/(),]/gi) ?? []
  let position = 0
  const sum = (): number => {
    let value = product()
    while (tokens[position] === '+' || tokens[position] === '-') value += tokens[position++] === '+' ? product() : -product()
    return value
  }
  const product = (): number => {
    let value = atom()
    while (tokens[position] === '*' || tokens[position] === '/') value = tokens[position++] === '*' ? value * atom() : value / atom()
    return value
  }
  const atom = (): number => {
    const token = tokens[position++] ?? missing(text)
    if (token === '-') return -atom()
    if (token === '(') return group()[0]
    if (token === 'calc' || token === 'min' || token === 'max') {
      position++
      const values = group()
      return token === 'min' ? Math.min(...values) : token === 'max' ? Math.max(...values) : values[0]
    }
    return variables[token] ?? (Number.isNaN(Number(token)) ? missing(token) : Number(token))
  }
  const group = (): [number, ...number[]] => {
    const values: [number, ...number[]] = [sum()]
    while (tokens[position] === ',') {
      position++
      values.push(sum())
    }
    position++
    return values
  }
  return sum()
}

function splitOutside(text: string, separator: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of text.trim()) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0
    if (character === separator && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts.filter((part) => part.trim() !== '')
}

/** @see https://bottosson.github.io/posts/oklab/ */
function fromOklch([lightness = 0, chroma = 0, hue = 0]: number[]): Rgb {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const lms = multiply([1, 0.3963377774, 0.2158037573, 1, -0.1055613458, -0.0638541728, 1, -0.0894841775, -1.291485548], [lightness, a, b])
  return multiply(
    [4.0767416621, -3.3077115913, 0.2309699292, -1.2684380046, 2.6097574011, -0.3413193965, -0.0041960863, -0.7034186147, 1.707614701],
    lms.map((v) => v ** 3),
  )
}

function toOklch(rgb: Rgb): [number, number, number] {
  const lms = multiply([0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376, 0.6299787005], rgb)
  const [l, a, b] = multiply(
    [0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662, -0.808675766],
    lms.map(Math.cbrt),
  )
  return [l, Math.hypot(a, b), (Math.atan2(b, a) * 180) / Math.PI]
}

const RGB_TO_XYZ = [0.4123907993, 0.3575843394, 0.1804807884, 0.2126390059, 0.7151686788, 0.0721923154, 0.0193308187, 0.1191947798, 0.9505321522]
const XYZ_TO_RGB = [3.2409699419, -1.5373831776, -0.4986107603, -0.9692436363, 1.8759675015, 0.0415550574, 0.0556300797, -0.2039769589, 1.0569715142]

function multiply([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]: number[], [x = 0, y = 0, z = 0]: readonly number[]): Rgb {
  return [a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z]
}

function inside(channel: number): number {
  return Math.min(1, Math.max(0, channel))
}

function missing(what: string): never {
  throw new Error(`tokens.css: ${what} is not defined or not understood.`)
}
