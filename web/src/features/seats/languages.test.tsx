import { readFileSync } from 'node:fs';
import { screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { startLanguage } from '@/i18n';
import { expectNoViolations } from '@/testing/axe';
import { maria } from '@/testing/fixtures';
import { houseIsOpen, openWithHold, seat, takesHolds } from '@/testing/house';
import { open } from '@/testing/render';
import { problem } from '@/testing/server';

const browserSpeaks = async (tag: string) => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue([tag]);
  await startLanguage();
};

afterEach(() => startLanguage());

test.each([
  ['de', 'Saalplan', /^Stalls, Reihe A, Platz 1, 45,00 EUR, frei$/, '1 Platz reservieren', 'Für Sie reserviert'],
  ['es', 'Plano de la sala', /^Stalls, fila A, asiento 1, 45,00 EUR, libre$/, 'Apartar 1 asiento', 'Apartado para ti'],
  ['fr', 'Plan de la salle', /^Stalls, rang A, siège 1, 45,00 EUR, libre$/, 'Retenir 1 place', 'Retenu pour vous'],
  ['hi', 'सीटों का नक़्शा', /^Stalls, पंक्ति A, सीट 1, 45.00 EUR, ख़ाली$/, '1 सीट रोकें', 'आपके लिए रोकी हुई'],
])('seats are found, chosen and held in the language %s', async (language, plan, free, hold, held) => {
  await browserSpeaks(language);
  houseIsOpen();
  takesHolds();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  expect(await screen.findByRole('heading', { level: 2, name: plan })).toBeDefined();
  await user.click(await screen.findByRole('button', { name: free }));
  await user.click(screen.getByRole('button', { name: hold }));
  expect(await screen.findByRole('region', { name: held })).toBeDefined();
  await expectNoViolations();
});

const textsOf = (language: string) =>
  Object.entries(JSON.parse(readFileSync(`${import.meta.dirname}/../../i18n/${language}/seats.json`, 'utf8')) as Record<string, string>);

/** What stands on the page and what is read aloud of it. */
function wordsOf(page: Element): string[] {
  const elements = [...page.querySelectorAll('*')];
  const written = elements.flatMap(({ childNodes }) => [...childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ textContent }) => textContent ?? ''));
  return [...written, ...elements.map((element) => element.getAttribute('aria-label') ?? '')].map((words) => words.trim());
}

test('the page of an event has no English words left in German', async () => {
  const german = new Map(textsOf('de'));
  const english = new Set(textsOf('en').filter(([name, text]) => german.get(name) !== text).map(([, text]) => text));
  houseIsOpen();
  takesHolds(undefined, () => problem(409, 'not-enough-seats'));
  const { user, container } = open('/events/e-nabucco?section=ST', maria);
  await seat('Best 2 seats');
  expect(wordsOf(container).filter((words) => english.has(words)).length).toBeGreaterThan(15);
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'Deutsch');
  await user.click(await screen.findByRole('button', { name: 'Beste 2 Plätze' }));
  await screen.findByText('Es sind nicht genug Plätze frei');
  expect(wordsOf(container).filter((words) => english.has(words))).toEqual([]);
});

test('the language can change while seats are held', async () => {
  const { user } = await openWithHold();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'Français');
  const panel = within(await screen.findByRole('region', { name: 'Retenu pour vous' }));
  expect(panel.getByRole('button', { name: 'Réserver 2 places' })).toBeDefined();
  expect(panel.getByText('Stalls, rang A, siège 1')).toBeDefined();
});

test('where pages are written from right to left, the arrows go where they point and the plan is not mirrored', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  const A1 = await seat('Stalls, row A, seat 1, 45.00 EUR, free');
  document.documentElement.dir = 'rtl';
  A1.focus();
  await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowRight}{ArrowLeft}');
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/row A, seat 3/);
  expect(screen.getByRole('img', { name: /^The plan of the house/ }).closest('[dir="ltr"]')).not.toBeNull();
  await expectNoViolations();
});
