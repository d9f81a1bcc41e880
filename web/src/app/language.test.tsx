import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { activate, problemText, startLanguage } from '@/i18n';
import { fetchTexts } from '@/i18n/catalogs';
import { problemOf } from '@/api/problem';
import { anEvent, listOf } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';

const browserSpeaks = (...tags: string[]) => vi.spyOn(navigator, 'languages', 'get').mockReturnValue(tags);

beforeEach(() => answer('get', '/events', listOf([anEvent()])));
afterEach(() => startLanguage());

test('the pages speak the first of the browser\'s languages that there is', async () => {
  browserSpeaks('nl', 'de-CH', 'en');
  await startLanguage();
  open('/');
  expect(await screen.findByRole('link', { name: 'Anmelden' })).toBeDefined();
  expect(document.documentElement.lang).toBe('de');
  expect(document.documentElement.dir).toBe('ltr');
});

test('a browser without any of them gets English', async () => {
  browserSpeaks('nl', 'pt-BR');
  await startLanguage();
  open('/');
  expect(await screen.findByRole('link', { name: 'Log in' })).toBeDefined();
  expect(document.documentElement.lang).toBe('en');
});

test('a chosen language is shown at once, with its numbers and money, and remembered', async () => {
  const { user } = open('/');
  await screen.findByText('from €25.00');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'Deutsch');
  expect(await screen.findByText(/^ab 25,00\s€$/)).toBeDefined();
  expect(screen.getByRole('combobox', { name: 'Sprache' })).toBeDefined();
  expect(document.documentElement.lang).toBe('de');
  await waitFor(() => expect(localStorage.getItem('seatlog-language')).toBe('de'));
  await startLanguage();
  expect(document.documentElement.lang).toBe('de');
});

test('a language that is written from right to left turns the page around', async () => {
  open('/');
  await screen.findByRole('link', { name: 'Nabucco' });
  const texts = Object.assign({}, ...await Promise.all((['shell', 'events'] as const).map((area) => fetchTexts('en', area)))) as Record<string, string[]>;
  const mirrored = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, ['\u202E', ...text]]));
  act(() => activate('ar', mirrored));
  expect(document.documentElement.dir).toBe('rtl');
  expect(document.documentElement.lang).toBe('ar');
  expect(await screen.findByRole('link', { name: '\u202ELog in' })).toBeDefined();
});

test('what the server refuses is said in the language of the page, and what is unknown as the server says it', async () => {
  browserSpeaks('de');
  await startLanguage();
  const refusal = (slug: string, members = {}) => {
    const body = { type: `/problems/${slug}`, title: slug, status: 409, detail: 'As the server says it.', retryable: false, ...members };
    return problemOf(Object.assign(new Error(), { isAxiosError: true, response: { status: 409, data: body, headers: {} } })).message;
  };
  expect(refusal('limit-reached', { limit: 4 })).toBe('Pro Person sind höchstens 4 Plätze möglich.');
  expect(refusal('of-tomorrow')).toBe('As the server says it.');
  expect(problemText('field.password')).toContain('12 bis 128 Zeichen');
});

test('a wait is told in the plural of the language', async () => {
  answer('get', '/events', () => {
    const response = problem(503, 'busy');
    response.headers.set('retry-after', '60');
    return response;
  });
  browserSpeaks('fr');
  await startLanguage();
  open('/');
  expect(await screen.findByText(/Réessayez dans 60 secondes\./)).toBeDefined();
});
