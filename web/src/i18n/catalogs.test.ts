import { readdirSync, readFileSync } from 'node:fs';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';
import { languages, type Language } from './languages';

const folder = `${import.meta.dirname}/`;
const others = (Object.keys(languages) as Language[]).filter((language) => language !== 'en');

/** All texts of a language by file and name. */
function textsOf(language: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder + language)) {
    const catalog = JSON.parse(readFileSync(`${folder}${language}/${file}`, 'utf8')) as Record<string, string>;
    for (const [name, text] of Object.entries(catalog)) texts.set(`${file.replace('.json', '')}.${name}`, text);
  }
  return texts;
}

const english = textsOf('en');
/** The server words what is wrong with a field in English; only the other languages need words of their own. */
const forField = (name: string) => name.startsWith('problems.field.');

/** The names of the values that a text takes, and the plural forms that it has for each. */
function placesIn(text: string): { values: string[]; plurals: string[][] } {
  const values = new Set<string>();
  const plurals: string[][] = [];
  const walk = (tokens: unknown): void => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens) {
      if (!Array.isArray(token)) continue;
      const [name, kind, forms] = token as [string, string?, Record<string, unknown>?];
      values.add(name);
      if (kind === 'plural' && forms) {
        plurals.push(Object.keys(forms).filter((form) => form !== 'offset' && !/^\d/.test(form)));
        Object.values(forms).forEach(walk);
      }
    }
  };
  walk(compileMessage(text));
  return { values: [...values].sort(), plurals };
}

test.each(others)('every English text is there in %s, and no other', (language) => {
  const texts = textsOf(language);
  const names = [...texts.keys()].filter((name) => !forField(name));
  expect(names.filter((name) => !english.has(name)), 'too many').toEqual([]);
  expect([...english.keys()].filter((name) => !texts.has(name)), 'missing').toEqual([]);
});

test('the languages other than English word the same field errors', () => {
  const [first = new Set(), ...rest] = others.map((language) => new Set([...textsOf(language).keys()].filter(forField)));
  expect(first.size).toBeGreaterThan(0);
  for (const set of rest) expect(set).toEqual(first);
});

test.each(others)('the texts in %s take the values that the English ones take', (language) => {
  for (const [name, text] of textsOf(language)) {
    const like = english.get(name);
    if (like !== undefined) expect(placesIn(text).values, name).toEqual(placesIn(like).values);
  }
});

test.each(Object.keys(languages))('every plural in %s has the forms of that language', (language) => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
  for (const [name, text] of textsOf(language)) {
    for (const plural of placesIn(text).plurals) expect(plural.toSorted(), name).toEqual(forms);
  }
});

test.each(Object.keys(languages))('no text in %s is empty, and none has an apostrophe that MessageFormat would swallow', (language) => {
  for (const [name, text] of textsOf(language)) {
    expect(text.trim(), name).not.toBe('');
    expect(text, name).not.toMatch(/'[{}#]/);
  }
});
