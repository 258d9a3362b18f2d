import type { IconName } from '@digione/ui'

/** Names of the code set `koskioppiaineetyleissivistava`, in the words of a school. Long compounds say where they may be parted. */
const NAMES: Readonly<Record<string, readonly [fi: string, sv: string, en: string]>> = {
  AI: ['Äidinkieli', 'Modersmål', 'Mother tongue'],
  A1: ['Englanti', 'Engelska', 'English'],
  A2: ['A2-kieli', 'A2-språk', 'Optional A2 language'],
  B1: ['Toinen kotimainen', 'Andra inhemska', 'Second national language'],
  MA: ['Matematiikka', 'Matematik', 'Mathematics'],
  YL: ['Ympäristö\u00ADoppi', 'Omgivnings\u00ADlära', 'Environmental studies'],
  BI: ['Biologia', 'Biologi', 'Biology'],
  GE: ['Maantieto', 'Geografi', 'Geography'],
  FY: ['Fysiikka', 'Fysik', 'Physics'],
  KE: ['Kemia', 'Kemi', 'Chemistry'],
  TE: ['Terveys\u00ADtieto', 'Hälso\u00ADkunskap', 'Health education'],
  HI: ['Historia', 'Historia', 'History'],
  YH: ['Yhteiskunta\u00ADoppi', 'Samhälls\u00ADlära', 'Social studies'],
  KT: ['Uskonto', 'Religion', 'Religion'],
  MU: ['Musiikki', 'Musik', 'Music'],
  KU: ['Kuvataide', 'Bildkonst', 'Visual arts'],
  KS: ['Käsityö', 'Slöjd', 'Crafts'],
  LI: ['Liikunta', 'Gymnastik', 'Physical education'],
  KO: ['Kotitalous', 'Huslig ekonomi', 'Home economics'],
  OP: ['Opinto-ohjaus', 'Elev\u00ADhandledning', 'Guidance counselling'],
  ET: ['Elämän\u00ADkatsomus\u00ADtieto', 'Livs\u00ADåskådnings\u00ADkunskap', 'Ethics'],
  FI: ['Filosofia', 'Filosofi', 'Philosophy'],
  PS: ['Psykologia', 'Psykologi', 'Psychology'],
}

/** The subject's name in a language; the code itself where it has none. */
export function subjectName(code: string | null, locale: string): string | null {
  if (code === null) return null
  const names = NAMES[code]
  return names ? names[locale.startsWith('sv') ? 1 : locale.startsWith('en') ? 2 : 0] : code
}

const PICTURES: Readonly<Record<string, IconName>> = {
  AI: 'book',
  A1: 'languages',
  MA: 'calculator',
  YL: 'leaf',
  KT: 'star',
  ET: 'star',
  MU: 'music',
  KU: 'palette',
  KS: 'scissors',
  LI: 'volleyball',
}

/** A picture for those who do not read fluently yet. */
export const subjectPicture = (code: string | null): IconName => PICTURES[code ?? ''] ?? 'notebook'
