/** The pages are in English; numbers and dates follow the viewer's kind of English where there is one. */
export function locale(): string {
  return navigator.languages.find((language) => language.startsWith('en')) ?? 'en-GB';
}
