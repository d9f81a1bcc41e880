/** The languages of the pages, each by its own name. */
export const languages = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français', hi: 'हिन्दी' } as const;

export type Language = keyof typeof languages;

const KEY = 'seatlog-language';

export function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && Object.hasOwn(languages, text);
}

/** "de" of "de-CH". */
const bare = (tag: string) => tag.toLowerCase().split('-')[0];

function storedLanguage(): Language | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    return isLanguage(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers what was chosen; without storage the choice lasts as long as the page. */
export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // The page is already in that language.
  }
}

/** What was chosen on an earlier visit, else the first of the browser's languages that there is, else English. */
export function preferredLanguage(): Language {
  return storedLanguage() ?? navigator.languages.map(bare).find(isLanguage) ?? 'en';
}

/** How numbers, money and dates are written: as where the viewer lives, if the language is spoken there. */
export function localeOf(language: string): string {
  const regional = navigator.languages.find((tag) => bare(tag) === language);
  return regional ?? (language === 'en' ? 'en-GB' : language);
}

/** The languages written from right to left. None is among ours yet; the pages are ready for them. */
const rightToLeft = ['ar', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'];

export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.includes(language) ? 'rtl' : 'ltr';
}
