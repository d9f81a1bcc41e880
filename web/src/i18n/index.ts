// The language of the pages. Components take `t` from `useT()`, so that they are drawn again when the language
// changes; functions that are called while drawing or answering may import `t` itself.
import { setupI18n, type Messages } from '@lingui/core';
import { useSyncExternalStore } from 'react';
import { fetchTexts, type Area, type TextKey } from './catalogs';
import { directionOf, localeOf, preferredLanguage, storeLanguage, type Language } from './languages';

export type { Area, TextKey } from './catalogs';

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const i18n = setupI18n();
const wanted = new Set<Area>(['shell']);
const listeners = new Set<() => void>();

/** A new function with each language, so that whoever depends on it is drawn again. */
const translator = (): Translate => (key, values) => i18n._(key, values);
let current = translator();

// A text that is asked for before its area was fetched is a fault of the program: tests and development say so.
if (import.meta.env.DEV) {
  i18n.on('missing', ({ id, locale: language }) => {
    throw new Error(`No text ${id} in ${language}: is its area loaded by the route?`);
  });
}

/** The text in the language of the pages. */
export const t: Translate = (key, values) => current(key, values);

/** The text of the server's refusal by that name, where the language has one. */
export function problemText(name: string, values?: Readonly<Record<string, unknown>>): string | undefined {
  const id = `problems.${name}`;
  return Object.hasOwn(i18n.messages, id) ? i18n._(id, values) : undefined;
}

/** The language of the pages, such as "de". */
export function language(): Language {
  return i18n.locale as Language;
}

/** The viewer's kind of that language, such as "de-CH", for `Intl`. */
export function locale(): string {
  return i18n.locales as string;
}

/** Fetches an area's texts, for now and for every language chosen later. */
export async function loadArea(area: Area): Promise<void> {
  wanted.add(area);
  const now = language();
  i18n.load(now, await fetchTexts(now, area));
}

/** Shows texts that are at hand; tests bring a language of their own. */
export function activate(name: string, texts: Messages): void {
  i18n.load(name, texts);
  i18n.activate(name, localeOf(name));
  document.documentElement.lang = name;
  document.documentElement.dir = directionOf(name);
  current = translator();
  for (const listener of listeners) listener();
}

async function show(next: Language): Promise<void> {
  const areas = [...wanted, 'problems' as const];
  const texts = await Promise.all(areas.map((area) => fetchTexts(next, area)));
  activate(next, Object.assign({}, ...texts) as Messages);
}

/** Before the first page is drawn: the language of an earlier visit, or the browser's. */
export function startLanguage(...areas: Area[]): Promise<void> {
  for (const area of areas) wanted.add(area);
  return show(preferredLanguage());
}

/** Changes the language and remembers it. Until its texts are here the page stays as it is. */
export async function chooseLanguage(next: Language): Promise<void> {
  await show(next);
  storeLanguage(next);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** `t` for components: they are drawn again when the language changes. */
export function useT(): Translate {
  return useSyncExternalStore(listen, () => current);
}
