import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { anEvent, boss, listOf } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';
import { soon } from './soon';

const nabucco = anEvent();
const rock = anEvent({ id: 'e-rock', name: 'Rock night', free: 0 });

/** Answers the list by its cursor and remembers what was asked. */
function pages(asked: URLSearchParams[] = []) {
  answer('get', '/events', ({ request }) => {
    const { searchParams } = new URL(request.url);
    asked.push(searchParams);
    return HttpResponse.json(searchParams.get('cursor') === 'c2' ? listOf([rock]) : listOf([nabucco], 'c2'));
  });
  return asked;
}

test('shows events as cards with place, price and what is free', async () => {
  answer('get', '/events', listOf([nabucco, rock]));
  open('/');
  expect(screen.getByText('Loading events…')).toBeDefined();
  const card = (await screen.findByRole('link', { name: 'Nabucco' })).closest('li');
  if (!card) throw new Error('the event is not in a list');
  expect(within(card).getByText('Arena di Verona')).toBeDefined();
  expect(within(card).getByText('from €25.00')).toBeDefined();
  expect(within(card).getByText('55 places free')).toBeDefined();
  expect(screen.getByText('Sold out')).toBeDefined();
  await expectNoViolations();
});

test('says so when nothing is on sale, and lets an admin create the first event', async () => {
  answer('get', '/events', listOf([]));
  open('/', boss);
  expect(await screen.findByText('No events are on sale yet')).toBeDefined();
  expect(await screen.findByRole('link', { name: 'Create an event' })).toBeDefined();
});

test('explains a failure and tries again when asked', async () => {
  answer('get', '/events', () => problem(503, 'busy'));
  const { user } = open('/');
  expect(await screen.findByText('Many people are here right now. Try again in a moment.')).toBeDefined();
  answer('get', '/events', listOf([nabucco]));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'Nabucco' })).toBeDefined();
});

test('keeps search, days, prices and status in the address and asks the server by them', async () => {
  const asked = pages();
  const { user, location } = open('/');
  await screen.findByRole('link', { name: 'Nabucco' });
  await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'opera{Enter}');
  await user.type(screen.getByLabelText('From'), '2027-03-01');
  await user.type(screen.getByLabelText('To'), '2027-03-02');
  await user.type(screen.getByRole('textbox', { name: 'Price from' }), '10{Enter}');
  await user.type(screen.getByRole('textbox', { name: 'Price up to' }), '45,50{Enter}');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'Past');
  await screen.findByRole('link', { name: 'Nabucco' });
  expect(location()).toBe('/?q=opera&from=2027-03-01&to=2027-03-02&price_from=10&price_to=45%2C50&status=past');
  expect(Object.fromEntries(asked.at(-1) ?? [])).toMatchObject({
    price_from: '10', price_to: '45.50', q: 'opera', from: '2027-03-01T00:00:00.000Z', to: '2027-03-03T00:00:00.000Z', status: 'past',
  });
});

test('searches at once when the field is left, so that nobody is led back from an event', async () => {
  pages();
  const { user, location } = open('/');
  await screen.findByRole('link', { name: 'Nabucco' });
  await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'opera');
  await user.tab();
  expect(location()).toBe('/?q=opera');
});

test('offers all events when a search finds none', async () => {
  answer('get', '/events', listOf([]));
  open('/?q=nothing');
  expect(await screen.findByText('No event matches')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Show all events' })).toBeDefined();
});

test('what is no price is said at its field, and the server is not asked for it', async () => {
  const asked = pages();
  open('/?price_from=50&price_to=cheap');
  await screen.findByRole('link', { name: 'Nabucco' });
  expect(screen.getByRole('textbox', { name: 'Price up to' }).getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Enter an amount such as 45 or 45.50.')).toBeDefined();
  expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({ price_from: '50', limit: '12' });
  await expectNoViolations();
});

test('a phone shows the other filters when they are asked for, says how many are set, and never hides a fault', async () => {
  pages();
  const { user } = open('/?from=2027-03-01&price_to=45');
  const button = await screen.findByRole('button', { name: 'Filters (2)', expanded: false });
  const rest = document.getElementById(button.getAttribute('aria-controls') ?? '');
  expect(rest?.classList.contains('hidden')).toBe(true);
  await user.click(button);
  expect(button.getAttribute('aria-expanded')).toBe('true');
  expect(rest?.classList.contains('hidden')).toBe(false);
  await user.click(button);
  await user.type(screen.getByRole('textbox', { name: 'Price from' }), '50{Enter}');
  expect(await screen.findByText('This is less than the lowest price.')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Filters (3)', expanded: true })).toBeDefined();
  expect(rest?.classList.contains('hidden')).toBe(false);
});

test('the address does not grow with every page, and the first is always one click away', async () => {
  answer('get', '/events', ({ request }) => HttpResponse.json(listOf([nabucco], `c${Number((new URL(request.url).searchParams.get('cursor') ?? 'c1').slice(1)) + 1}`)));
  const { user, location, router } = open('/?q=x');
  for (let page = 2; page <= 23; page += 1) {
    await user.click(await screen.findByRole('link', { name: 'Next page' }));
    await screen.findByText(`Page ${page}`);
  }
  expect(new URLSearchParams(location().slice(2)).getAll('page')).toHaveLength(20);
  await router.navigate(location());
  await user.click(await screen.findByRole('link', { name: 'Previous page' }));
  expect(await screen.findByText('Page 22')).toBeDefined();
  await user.click(screen.getByRole('link', { name: 'First page' }));
  await waitFor(() => expect(location()).toBe('/?q=x'));
});

test('finds the same page again by the back button', async () => {
  const asked = pages();
  answer('get', '/events/e-rock', rock);
  answer('get', '/events/e-rock/seats', { position: 1, capacity: 6, free: 0, sections: [], booked: [], held: [], blocked: [] });
  const { user, router } = open('/?q=x');
  await user.click(await screen.findByRole('link', { name: 'Next page' }));
  await user.click(await screen.findByRole('link', { name: 'Rock night' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Rock night' })).toBeDefined();
  await router.navigate(-1);
  expect(await screen.findByRole('heading', { level: 2, name: 'Rock night' })).toBeDefined();
  expect(screen.getByText('Page 2')).toBeDefined();
  expect(asked.at(-1)?.get('cursor')).toBe('c2');
  await user.click(screen.getByRole('link', { name: 'Previous page' }));
  expect(await screen.findByRole('link', { name: 'Nabucco' })).toBeDefined();
});

test('offers the days that are looked for most, and takes them off again', async () => {
  const asked = pages();
  const { user, location } = open('/');
  await screen.findByRole('link', { name: 'Nabucco' });
  await user.click(screen.getByRole('button', { name: 'Next 7 days' }));
  const { from, to } = soon('week', new Date());
  expect(location()).toBe(`/?from=${from}&to=${to}`);
  expect(screen.getByRole('button', { name: 'Next 7 days', pressed: true })).toBeDefined();
  await screen.findByRole('link', { name: 'Nabucco' });
  expect(asked.at(-1)?.get('from')).toBe(`${from}T00:00:00.000Z`);
  await user.click(screen.getByRole('button', { name: 'Next 7 days' }));
  expect(location()).toBe('/');
});

test('the weekend begins on Saturday, and on a Sunday it is today', () => {
  expect(soon('weekend', new Date(2027, 2, 3))).toEqual({ from: '2027-03-06', to: '2027-03-07' });
  expect(soon('weekend', new Date(2027, 2, 6))).toEqual({ from: '2027-03-06', to: '2027-03-07' });
  expect(soon('weekend', new Date(2027, 2, 7))).toEqual({ from: '2027-03-07', to: '2027-03-07' });
  expect(soon('month', new Date(2027, 2, 31))).toEqual({ from: '2027-03-31', to: '2027-04-29' });
});

test('a picture that does not load gives way to a plain one', async () => {
  answer('get', '/events', listOf([anEvent({ image_url: 'https://example.org/gone.jpg', name: 'مسرح 🎭' })]));
  const { container } = open('/');
  const name = await screen.findByRole('heading', { level: 2, name: 'مسرح 🎭' });
  expect(name.getAttribute('dir')).toBe('auto');
  const picture = container.querySelector('img');
  if (!picture) throw new Error('there is no picture');
  fireEvent.error(picture);
  expect(container.querySelector('img')).toBeNull();
});
