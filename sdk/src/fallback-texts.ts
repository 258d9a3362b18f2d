/** What a person reads where a module's own view broke after it was shown. The platform's languages, Finnish where there is none. */
const FINNISH = { broke: 'Tämän näyttäminen ei onnistunut.', retry: 'Yritä uudelleen' }
const TEXTS: Readonly<Record<string, typeof FINNISH>> = {
  fi: FINNISH,
  sv: { broke: 'Det här kunde inte visas.', retry: 'Försök igen' },
  en: { broke: 'This could not be shown.', retry: 'Try again' },
}

export const fallbackTexts = (locale: string) => TEXTS[locale] ?? TEXTS[locale.split('-')[0] ?? ''] ?? FINNISH
