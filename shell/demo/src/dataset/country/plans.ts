import type { SchoolPlan } from '../cities.ts'
import { schoolOf } from '../cities.ts'
import type { City } from './cities.ts'

type Shape = Pick<SchoolPlan, 'kind' | 'parallels'>

/**
 * Five basic schools with as many parallel groups in grades 1–6 as in 7–9, and 277 pupils on average: the country's
 * 546,000 pupils in 1,974 schools.
 */
const BASIC: readonly Shape[] = [
  { kind: 'class-teachers', parallels: 'AB' },
  { kind: 'both', parallels: 'AB' },
  { kind: 'subject-teachers', parallels: 'ABCDE' },
  { kind: 'class-teachers', parallels: 'AB' },
  { kind: 'class-teachers', parallels: 'A' },
]
/** 112,200 students in 334 lukios: 336 each. */
const LUKIO: Shape = { kind: 'upper-secondary', parallels: 'ABCDE' }
/** 334 lukios to 1,974 basic schools. */
const BASIC_PER_LUKIO = 1974 / 334

const words = (list: string) => list.trim().split(/\s+/)
const FIRST = {
  fi: words('Koivu Kuusi Mänty Pihlaja Haapa Leppä Kataja Tammi Vaahtera Saarni Hirvi Majava Ilves Karhu Jänis Joutsen Kurki Haukka Lokki Tiira Lampi Joki'),
  sv: words('Björk Gran Tall Rönn Asp Al Ek Lönn Älg Räv Lo Hare Svan Trana Falk Mås Tärna Sjö Å Ö'),
}
const SECOND = {
  fi: words('polun rinteen kallion metsän rannan niityn mäen laakson aukion harjun lehdon portin'),
  sv: words('vägens backens bergets skogens strandens ängens kullens dalens torgets åsens lundens portens'),
}
const KIND = { fi: { basic: 'koulu', lukio: 'lukio' }, sv: { basic: 'skola', lukio: 'gymnasium' } }

/** Names of invented schools, each once in a city. */
function nameOf(language: 'fi' | 'sv', at: number, kind: 'basic' | 'lukio'): string {
  const [first, second] = [FIRST[language], SECOND[language]]
  const round = Math.floor(at / (first.length * second.length))
  const name = `${first[at % first.length]}${second[Math.floor(at / first.length) % second.length]} ${KIND[language][kind]}`
  return round === 0 ? name : `${name} ${round + 1}`
}

/**
 * A city's schools, without end: whoever fills them stops where the city is full.
 * @param firstNumber Of the numbers that its schools are known by, a block of 1,000.
 */
export function* plansOf({ slug, swedish }: City, firstNumber: number): Generator<SchoolPlan> {
  let basic = 0
  let lukios = 0
  let inSwedish = 0
  for (let at = 0; ; at += 1) {
    const isLukio = lukios < Math.round(basic / BASIC_PER_LUKIO)
    const shape = isLukio ? LUKIO : (BASIC[basic % BASIC.length] ?? LUKIO)
    const language = inSwedish < Math.floor((at + 1) * swedish) ? 'sv' : 'fi'
    if (language === 'sv') inSwedish += 1
    if (isLukio) lukios += 1
    else basic += 1
    yield {
      ...shape,
      language,
      school: schoolOf({ municipality: slug, name: nameOf(language, at, isLukio ? 'lukio' : 'basic'), kind: shape.kind, language }, firstNumber + at),
    }
  }
}
