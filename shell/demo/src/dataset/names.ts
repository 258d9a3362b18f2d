import type { Random } from './random.ts'

/** Where a name comes from: Finland's Finnish- and Swedish-speaking families name their children differently. */
export type NameLanguage = 'fi' | 'sv'
export type Gender = 'female' | 'male'

const words = (list: string) => list.trim().split(/\s+/)

const FAMILY: Record<NameLanguage, readonly string[]> = {
  fi: words(`
    Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen Saarinen Niemi Salminen
    Heinonen Heikkilä Kinnunen Salonen Turunen Salo Laitinen Rantanen Tuominen Karjalainen Jokinen Mattila Savolainen Lahtinen Ahonen
    Ojala Leppänen Hiltunen Kallio Väisänen Leinonen Miettinen Pitkänen Manninen Aaltonen Hakala Koivisto Anttila Laaksonen Hirvonen
    Räsänen Lehto Laakso Toivonen Rantala Mustonen Aalto Moilanen Pesonen Niskanen Nurmi Hyvönen Kettunen Seppälä Hänninen Partanen
    Peltonen Lappalainen Rautio Kokkonen Oksanen Lindholm Vainio Nurminen Kärkkäinen Hartikainen Halonen Väänänen Sillanpää Koskela
    Pulkkinen Harju Kemppainen Jääskeläinen Suominen Peltola Eskola Karppinen Kivelä Huttunen Parkkinen Lampinen Pelkonen Tiainen
    Honkanen Mikkonen Holopainen Karvonen Immonen Viitanen Rissanen Kangas Kauppinen Blom Soini Nykänen Raunio Tolonen Paananen Vuorinen`),
  sv: words(`
    Johansson Nyman Lindholm Karlsson Andersson Nyberg Lindström Eriksson Lindqvist Lindroos Björklund Holmberg Backman Sundström
    Westerlund Blomqvist Grönroos Söderholm Ekholm Sjöblom Forsström Öhman Nylund Holmström Sandström Wikström Granholm Fagerström
    Lönnqvist Hellström Strandberg Åberg Östman Ahlskog Rosenqvist Finnäs Mattsson Englund Sjöholm Wickström`),
}

const ADULT: Record<NameLanguage, Record<Gender, readonly string[]>> = {
  fi: {
    female: words(
      `Johanna Anna Laura Sanna Minna Katja Heidi Jenni Hanna Marika Satu Riikka Elina Kaisa Outi Piia Mari Tiina Anu Kirsi Päivi Maarit Terhi Noora Reetta Saara Annika Susanna Katri Tuuli`,
    ),
    male: words(
      `Mikko Jussi Antti Janne Marko Petri Sami Ville Tuomas Juha Timo Jukka Jari Teemu Lauri Pekka Tommi Kimmo Ari Matti Olli Vesa Toni Jarkko Henri Markus Heikki Esa Tero Harri`,
    ),
  },
  sv: {
    female: words(`Anna Maria Johanna Sofia Linda Camilla Annika Susanne Ulrika Heidi Pia Carina Nina Emma Malin Kristina Ida Petra Jenny Charlotta`),
    male: words(`Mikael Johan Fredrik Niklas Thomas Kim Anders Stefan Magnus Patrik Henrik Peter Daniel Jonas Marcus Kristian Robert Tobias Christoffer Björn`),
  },
}

const CHILD: Record<NameLanguage, Record<Gender, readonly string[]>> = {
  fi: {
    female: words(
      `Aino Eevi Olivia Sofia Lilja Emma Ellen Venla Aada Helmi Pihla Isla Linnea Hilla Elsa Kerttu Alma Saga Enni Vilma Siiri Minea Nella Iida Lumi Ella Viola Hilda Mette Seela Iris Oona`,
    ),
    male: words(
      `Leo Elias Eino Oliver Väinö Onni Toivo Noel Vilho Emil Niilo Leevi Oiva Eeli Viljami Hugo Otso Aatos Joel Daniel Veikko Aleksi Lauri Luukas Rasmus Kasper Samuel Urho Anton Akseli Iivari Aarne`,
    ),
  },
  sv: {
    female: words(`Saga Alva Ellen Wilma Stella Nora Alma Elsa Freja Signe Tilda Ida Selma Tuva Lovisa Edith Ebba Agnes Filippa Ingrid`),
    male: words(`Anton Liam Emil William Oliver Elliot Hugo Axel Viktor Edvin Melvin Lucas Oskar Albin Alfred Sixten Theo Rasmus Ludvig Arvid`),
  },
}

const SECOND: Record<NameLanguage, Record<Gender, readonly string[]>> = {
  fi: {
    female: words(`Maria Sofia Anneli Johanna Helena Kaarina Katariina Marjatta Orvokki Emilia Inkeri Aurora Matilda Amanda Kristiina Susanna`),
    male: words(`Juhani Johannes Olavi Antero Tapani Mikael Kalevi Matias Ilmari Tapio Oskari Eemeli Sakari Valtteri Aleksanteri Benjamin`),
  },
  sv: {
    female: words(`Maria Elisabet Kristina Margareta Sofia Viktoria Emilia Johanna Birgitta Amanda Linnéa Katarina`),
    male: words(`Erik Mikael Johan Alexander Olof Kristian Karl Gustav Henrik Sebastian Valdemar Viktor`),
  },
}

export interface PersonName {
  readonly familyName: string
  readonly givenName: string
  readonly callingName: string
}

/** The first of three lists favours common names, as a country does. */
const favoured = (random: Random, list: readonly string[]) => list[Math.floor(random.next() ** 1.4 * list.length)] ?? random.pick(list)

export const familyName = (random: Random, language: NameLanguage) => favoured(random, FAMILY[language])

/** Given names, mostly two; the calling name is one of them, mostly the first. */
export function givenNames(random: Random, language: NameLanguage, gender: Gender, age: 'adult' | 'child'): Omit<PersonName, 'familyName'> {
  const first = favoured(random, (age === 'adult' ? ADULT : CHILD)[language][gender])
  const second = random.pick(SECOND[language][gender].filter((name) => name !== first))
  if (random.chance(0.06)) return { givenName: `${second} ${first}`, callingName: first }
  return { givenName: random.chance(0.93) ? `${first} ${second}` : first, callingName: first }
}
