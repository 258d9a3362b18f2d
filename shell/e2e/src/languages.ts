import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

export const LANGUAGES = { fi: 'Suomi', sv: 'Svenska', en: 'English' } as const
export type Language = keyof typeof LANGUAGES

/** How long what changes with the language may take. */
const STILL_CHANGING_MS = 3_000

/**
 * Words that give a language away. Each is none of the other two languages, and part of no name in the demo's data: schools
 * are called "koulu" in every language.
 */
const WORDS: Readonly<Record<Language, string>> = {
  fi: `työpöytä työpöydälle kirjaudu kirjautuminen lukujärjestys poissaolo poissaolot poissaoloja merkitse merkitty merkitsemättä tänään huomenna luokka
    huone tila peruuta sulje kumoa avaa näytä valitse hae hakea kieli ulkoasu huoltaja opettaja oppilas oppilaat palvelu palvelut palvelua käytössä selvitä
    selvitys lähetä tunti tunnit tuntia ei tai että myös kaikki muut sinun sinulla päivä päivää viikko viikolla maanantai tiistai keskiviikko torstai perjantai
    edellinen seuraava paikalla poissa myöhässä saavutettavuusseloste palautetta`,
  sv: `skrivbord skrivbordet logga schema frånvaro anteckna antecknad idag imorgon klassrum rum avbryt stäng ångra öppna visa välj sök språk utseende
    vårdnadshavare lärare elev elever tjänst tjänster tjänsten utred skicka lektion lektioner inte och eller att också är för på du din ditt vecka dag måndag
    tisdag onsdag torsdag fredag föregående nästa närvarande frånvarande tillgänglighetsutlåtande respons`,
  en: `desktop sign timetable attendance absence absences mark marked today tomorrow classroom room cancel close undo open show choose search language theme
    guardian teacher pupil pupils service services explain send lesson lessons the and or not your you this week day monday tuesday wednesday thursday friday
    previous next present absent late accessibility statement feedback`,
}

const foreignTo = (language: Language) =>
  Object.entries(WORDS)
    .filter(([other]) => other !== language)
    .flatMap(([, words]) => words.split(/\s+/))

/** Everything that the page says to an eye or an ear, in the document's own language: what is marked as another one's is left out. */
const saidBy = async (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const said = [document.title]
    const read = (node: Node) => {
      if (node instanceof Text) said.push(node.data)
      if (node instanceof Element && node !== document.documentElement) {
        if (node.hasAttribute('lang') || node.matches('script, style, noscript, iframe') || !node.checkVisibility()) return
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(node.getAttribute(name) ?? '')
        node.shadowRoot?.childNodes.forEach(read)
      }
      node.childNodes.forEach(read)
    }
    read(document.documentElement)
    return said.map((text) => text.trim()).filter((text) => text !== '')
  })

/** Fails where the page says a word of another language than `language`. */
export async function expectOnly(page: Page, language: Language): Promise<void> {
  const foreign = new RegExp(`(?<![\\p{L}\\p{N}@.])(?:${foreignTo(language).join('|')})(?![\\p{L}\\p{N}])`, 'iu')
  await expect.soft(page.locator('html')).toHaveAttribute('lang', language)
  await expect.soft
    .poll(async () => (await saidBy(page)).filter((text) => foreign.test(text)), { message: `left over in ${language}`, timeout: STILL_CHANGING_MS })
    .toEqual([])
}

/** Has the shell of somebody who is logged in speak another language, without a reload and at any width: by the search. */
export async function speak(page: Page, language: Language): Promise<void> {
  await page.locator('.search-button').click()
  const search = page.locator('dialog[open] [role="combobox"]')
  await search.fill(LANGUAGES[language])
  await search.press('Enter')
  await expect(search).toHaveCount(0)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/** The same by the menu of the bar on top, which a page has that needs no log-in. */
export async function speakByMenu(page: Page, language: Language): Promise<void> {
  await page
    .getByRole('button', { name: /^(Kieli|Språk|Language)/ })
    .first()
    .click()
  await page.getByRole('menuitemradio', { name: LANGUAGES[language] }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}
