export const LANGUAGES = ['fi', 'sv', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export const LANGUAGE_NAMES: Record<Language, string> = { fi: 'Suomi', sv: 'Svenska', en: 'English' }

const WORDS = {
  fi: {
    chooseTitle: 'Kuka kirjautuu?',
    demo: 'Esittelyn kirjautuminen',
    demoText: 'Kaikki henkilöt ovat keksittyjä, eikä salasanaa kysytä.',
    languages: 'Kieli',
    cancel: 'Peruuta ja palaa',
    signingOut: 'Kirjataan ulos',
    signOutText: 'Kirjautumisesi tässä palvelussa päättyy.',
    signOut: 'Kirjaudu ulos',
    signedOut: 'Olet kirjautunut ulos',
    signedOutText: 'Voit sulkea tämän ikkunan.',
    failed: 'Kirjautuminen ei onnistunut',
    failedText: 'Pyyntö oli vanhentunut tai puutteellinen. Palaa palveluun ja aloita kirjautuminen uudelleen.',
    unknown: 'Tätä henkilöä ei ole. Valitse joku luettelosta.',
  },
  sv: {
    chooseTitle: 'Vem loggar in?',
    demo: 'Inloggning för demonstration',
    demoText: 'Alla personer är påhittade och inget lösenord behövs.',
    languages: 'Språk',
    cancel: 'Avbryt och gå tillbaka',
    signingOut: 'Du loggas ut',
    signOutText: 'Din inloggning i den här tjänsten avslutas.',
    signOut: 'Logga ut',
    signedOut: 'Du har loggat ut',
    signedOutText: 'Du kan stänga det här fönstret.',
    failed: 'Inloggningen lyckades inte',
    failedText: 'Begäran var föråldrad eller ofullständig. Gå tillbaka till tjänsten och börja om.',
    unknown: 'Den personen finns inte. Välj någon ur listan.',
  },
  en: {
    chooseTitle: 'Who is logging in?',
    demo: 'Log-in for demonstrations',
    demoText: 'Everybody here is invented, and no password is asked.',
    languages: 'Language',
    cancel: 'Cancel and go back',
    signingOut: 'Logging you out',
    signOutText: 'Your log-in at this service ends.',
    signOut: 'Log out',
    signedOut: 'You have logged out',
    signedOutText: 'You can close this window.',
    failed: 'The log-in did not succeed',
    failedText: 'The request had expired or was incomplete. Go back to the service and start again.',
    unknown: 'There is no such person. Choose somebody from the list.',
  },
} as const satisfies Record<Language, Record<string, string>>

export type Words = (typeof WORDS)[Language]
export const wordsIn = (language: Language): Words => WORDS[language]

/** The first of the given languages that the pages have, else Finnish. Takes `ui_locales` and `Accept-Language` values alike. */
export function chooseLanguage(...wishes: (string | null | undefined)[]): Language {
  const wanted = wishes.flatMap((wish) => (wish ?? '').split(/[\s,]+/)).map((tag) => tag.slice(0, 2).toLowerCase())
  return wanted.map((tag) => LANGUAGES.find((language) => language === tag)).find((language) => language !== undefined) ?? 'fi'
}
