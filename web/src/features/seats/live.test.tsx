import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { anEvent, aSeatMap, boss, inDays, maria } from '@/testing/fixtures';
import { houseIsOpen, openWithHold, seat, showRow } from '@/testing/house';
import { FakeStream, streamBreaks, streamOpens, streamSays } from '@/testing/live';
import { open } from '@/testing/render';
import { answer, done, problem } from '@/testing/server';

const nothing = { booked: [], held: [], blocked: [], freed: [] };

afterEach(() => {
  vi.useRealTimers();
});

test('the plan changes as others hold, buy and give back seats', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await seat('Stalls, row A, seat 1, 45.00 EUR, free');
  streamOpens();
  expect(screen.getByText('Live')).toBeDefined();
  streamSays('seats', 8, { ...nothing, held: ['ST-A-1'], blocked: ['ST-B-1'], freed: ['ST-A-2'] });
  expect((await seat('Stalls, row A, seat 1, 45.00 EUR, held')).getAttribute('aria-disabled')).toBe('true');
  expect((await seat('Stalls, row A, seat 2, 45.00 EUR, free')).getAttribute('aria-disabled')).toBeNull();
  expect(screen.getByRole('button', { name: /Stalls.*4 of 6 free/ })).toBeDefined();
  expect(screen.getByText(/54 of 56 places free/)).toBeDefined();
  await showRow(user, 'B');
  expect(await seat('Stalls, row B, seat 1, 45.00 EUR, not for sale')).toBeDefined();
  await expectNoViolations();
});

test('a chosen seat that somebody else takes meanwhile is marked, and said', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat('Stalls, row A, seat 1, 45.00 EUR, free'));
  streamOpens();
  streamSays('seats', 8, { ...nothing, booked: ['ST-A-1'] });
  const notice = await screen.findByRole('alert');
  expect(notice.textContent).toContain('A seat you chose is gone');
  expect(notice.textContent).toContain('Stalls, row A, seat 1: somebody else has booked it');
  expect(screen.getByRole('button', { name: 'Remove Stalls, row A, seat 1' })).toBeDefined();
  await expectNoViolations();
  await user.click(screen.getByRole('button', { name: 'Take the nearest free seat instead' }));
  expect(await seat('Stalls, row A, seat 3, 45.00 EUR, chosen')).toBeDefined();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a seat that went back on sale is no longer explained as lost', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat('Stalls, row A, seat 1, 45.00 EUR, free'));
  streamOpens();
  streamSays('seats', 8, { ...nothing, blocked: ['ST-A-1'] });
  expect((await screen.findByRole('alert')).textContent).toContain('the organiser took it off sale');
  streamSays('seats', 9, { ...nothing, freed: ['ST-A-1'] });
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('a released seat that somebody else has by the time of the answer is not shown as free', async () => {
  const { user } = await openWithHold();
  streamOpens();
  let answerLate: (answer: Response) => void = () => undefined;
  answer('delete', '/holds/h-1', () => new Promise<Response>((resolve) => {
    answerLate = resolve;
  }));
  await user.click(screen.getByRole('button', { name: 'Release' }));
  streamSays('seats', 9, { ...nothing, freed: ['ST-A-1', 'ST-A-3'] });
  streamSays('seats', 10, { ...nothing, held: ['ST-A-1'] });
  await screen.findByRole('button', { name: /Stalls.*4 of 6 free/ });
  answerLate(done(9));
  await screen.findByText('The seats are released.');
  expect(await seat('Stalls, row A, seat 1, 45.00 EUR, held')).toBeDefined();
  expect(screen.getByRole('button', { name: /Stalls.*4 of 6 free/ })).toBeDefined();
});

test('a seat that somebody else has by the time that a hold is said to have run out is not shown as free', async () => {
  const { user } = await openWithHold();
  streamOpens();
  streamSays('seats', 9, { ...nothing, freed: ['ST-A-1', 'ST-A-3'] });
  streamSays('seats', 10, { ...nothing, held: ['ST-A-1'] });
  await screen.findByRole('button', { name: /Stalls.*4 of 6 free/ });
  answer('post', '/holds/h-1/extend', () => problem(410, 'hold-expired'));
  await user.click(screen.getByRole('button', { name: 'More time' }));
  expect(await screen.findByText('Your time ran out')).toBeDefined();
  expect(screen.getByText('A seat you chose is gone')).toBeDefined();
  expect(screen.getByRole('button', { name: /Stalls.*4 of 6 free/ })).toBeDefined();
});

test('a snapshot of the stream counts, unless more was known before', async () => {
  houseIsOpen();
  open('/events/e-nabucco?section=ST', maria);
  await seat('Stalls, row A, seat 1, 45.00 EUR, free');
  streamOpens();
  streamSays('snapshot', 9, aSeatMap({ position: 9, booked: [], held: ['ST-A-1'] }));
  expect(await seat('Stalls, row A, seat 1, 45.00 EUR, held')).toBeDefined();
  streamSays('snapshot', 8, aSeatMap({ position: 8, booked: ['ST-A-1'] }));
  streamSays('seats', 10, { ...nothing, held: ['ST-A-3'] });
  expect(await seat('Stalls, row A, seat 3, 45.00 EUR, held')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Stalls, row A, seat 1, 45.00 EUR, held' })).toBeDefined();
});

test('without the stream the page says so, and asks from time to time', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  houseIsOpen();
  open('/events/e-nabucco?section=ST', maria);
  await seat('Stalls, row A, seat 1, 45.00 EUR, free');
  streamBreaks('for good');
  expect(screen.getByText('Not live')).toBeDefined();
  answer('get', '/events/e-nabucco/seats', aSeatMap({ position: 8, booked: ['ST-A-1', 'ST-A-2'] }));
  act(() => {
    vi.advanceTimersByTime(15_000);
  });
  expect(await seat('Stalls, row A, seat 1, 45.00 EUR, taken')).toBeDefined();
  await expectNoViolations();
});

test.each([
  ['a draft, for which there is no stream', { status: 'draft' as const }],
  ['an event that is not on sale yet', { sales_open_at: inDays(1) }],
])('no connection is kept for %s', async (_, changes) => {
  answer('get', '/events/e-nabucco', anEvent(changes));
  open('/events/e-nabucco', boss);
  await screen.findByRole('heading', { level: 1, name: 'Nabucco' });
  expect(FakeStream.opened).toEqual([]);
});

test('the seats appear at the moment when the sales open', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  houseIsOpen(anEvent({ sales_open_at: new Date(Date.now() + 60_000).toISOString() }));
  open('/events/e-nabucco', maria);
  await screen.findByText('Not on sale yet');
  vi.setSystemTime(Date.now() + 61_000);
  expect(await screen.findByText('Choose a section')).toBeDefined();
});
