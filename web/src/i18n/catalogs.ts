// The texts, in ICU MessageFormat: a folder for each language, a file for each part of the program. They are
// compiled when the program is built (vite.config.ts), and fetched when a page of that part is opened.
import type { Messages } from '@lingui/core';
import type account from './en/account.json';
import type admin from './en/admin.json';
import type editor from './en/editor.json';
import type events from './en/events.json';
import type seats from './en/seats.json';
import type shell from './en/shell.json';
import type tickets from './en/tickets.json';
import type { Language } from './languages';

interface Texts {
  shell: typeof shell;
  events: typeof events;
  seats: typeof seats;
  tickets: typeof tickets;
  account: typeof account;
  admin: typeof admin;
  editor: typeof editor;
}

/** A part of the program with texts of its own; `shell` is what stands around every page. */
export type Area = keyof Texts;

/** Every text by its area and name; the English files say which there are. */
export type TextKey = { [A in Area]: `${A}.${Extract<keyof Texts[A], string>}` }[Area];

const files = import.meta.glob<Messages>('./*/*.json', { import: 'default' });

/** The texts of an area, their names led by the area's. None where the language has no such file. */
export async function fetchTexts(language: Language, area: Area | 'problems'): Promise<Messages> {
  const texts = await files[`./${language}/${area}.json`]?.();
  return Object.fromEntries(Object.entries(texts ?? {}).map(([name, text]) => [`${area}.${name}`, text]));
}
