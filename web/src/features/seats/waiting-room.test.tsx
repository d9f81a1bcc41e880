import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Queue } from '@/api/schema';
import { expectNoViolations } from '@/testing/axe';
import { aQueue, anEvent, clerk, inSeconds, maria } from '@/testing/fixtures';
import { houseIsOpen, seat, takesHolds } from '@/testing/house';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';

const hot = (changes = {}) => anEvent({ waiting_room: { admit_per_minute: 3 }, ...changes });
/** The room, once it is known how far the buyer has come. */
const room = () => waitFor(() => {
  const region = screen.getByRole('region', { name: 'Waiting room' });
  expect(region.querySelector('[aria-busy="true"]')).toBeNull();
  return region;
});
const outside = aQueue({ state: 'outside', place: null, position: null, estimated_wait_secs: null, ask_again_secs: null });
const admitted = () => aQueue({ state: 'admitted', position: null, estimated_wait_secs: null, ask_again_secs: null, admitted_until: inSeconds(600) });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The server answers with this place, until the test says otherwise. */
function queueIs(place: Queue): void {
  answer('get', '/events/e-nabucco/queue', place);
}

test('whoever comes before sales open takes a place, and is told that the order is drawn by lot', async () => {
  const opens_at = inSeconds(3_600);
  answer('get', '/events/e-nabucco', hot({ sales_open_at: opens_at }));
  queueIs({ ...outside, opens_at, order: null });
  const { user } = open('/events/e-nabucco', maria);
  const panel = within(await room());
  expect(panel.getByText(/has the same chance/)).toBeDefined();
  expect(screen.getByText('Not on sale yet')).toBeDefined();
  const order = { commitment: 'c0'.repeat(32), seed: null, drawn_at: null, drawn_places: null };
  answer('post', '/events/e-nabucco/queue', aQueue({ place: null, position: null, estimated_wait_secs: null, opens_at, order }));
  await user.click(panel.getByRole('button', { name: 'Take a place' }));
  expect(await panel.findByText(/^You have a place. The order is drawn by lot when sales open, on /)).toBeDefined();
  expect(document.activeElement).toBe(await room());
  expect(panel.getByText('c0'.repeat(32))).toBeDefined();
  expect(panel.queryByText('Seed')).toBeNull();
  await expectNoViolations();
});

test('a buyer who waits sees the place and the time, and is let in without doing anything', async () => {
  houseIsOpen(hot());
  const soon = { ask_again_secs: 0.2 };
  queueIs(aQueue(soon));
  open('/events/e-nabucco', maria);
  const panel = within(await room());
  expect(panel.getByText('Number 12 in the queue')).toBeDefined();
  expect(panel.getByRole('status').textContent).toBe('About 4 minutes until it is your turn');
  expect(screen.queryByRole('heading', { name: 'Seat map' })).toBeNull();
  await expectNoViolations();
  queueIs(aQueue({ ...soon, position: 1, estimated_wait_secs: 12 }));
  await waitFor(() => expect(panel.getByText('Number 1 in the queue')).toBeDefined());
  expect(panel.getByRole('status').textContent).toBe('Less than a minute until it is your turn');
  queueIs(admitted());
  const turn = within(await screen.findByRole('region', { name: 'It is your turn' }));
  expect(turn.getByRole('timer').textContent).toMatch(/10:00|9:5\d/);
  expect(await seat('Best 2 seats')).toBeDefined();
  expect(screen.queryByRole('region', { name: 'Waiting room' })).toBeNull();
  await expectNoViolations();
});

test('whoever is not logged in is told what the room is for, and where to log in', async () => {
  answer('get', '/events/e-nabucco', hot());
  open('/events/e-nabucco');
  const panel = within(await room());
  expect(panel.getByRole('link', { name: 'Log in to take a place' }).getAttribute('href')).toBe('/login');
  await expectNoViolations();
});

test('while nobody is let in that is said, and a long time is told in hours', async () => {
  answer('get', '/events/e-nabucco', hot());
  queueIs(aQueue({ estimated_wait_secs: null, ask_again_secs: 0.2 }));
  open('/events/e-nabucco', maria);
  const panel = within(await room());
  expect(panel.getByRole('status').textContent).toMatch(/^Nobody is being let in at the moment/);
  queueIs(aQueue({ estimated_wait_secs: 3 * 3_600 }));
  await waitFor(() => expect(panel.getByRole('status').textContent).toBe('About 3 hours until it is your turn'));
});

test('whose turn is over can take another place, and is told why not if there is none', async () => {
  houseIsOpen(hot());
  queueIs(aQueue({ state: 'over', position: null, estimated_wait_secs: null, ask_again_secs: null }));
  const { user } = open('/events/e-nabucco', maria);
  const panel = within(await room());
  expect(panel.getByText('Your turn is over')).toBeDefined();
  answer('post', '/events/e-nabucco/queue', () => problem(429, 'too-many-requests'));
  await user.click(panel.getByRole('button', { name: 'Take another place' }));
  expect((await panel.findByRole('alert')).textContent).toContain('Too many requests');
  answer('post', '/events/e-nabucco/queue', aQueue({ position: 7 }));
  await user.click(panel.getByRole('button', { name: 'Take another place' }));
  expect(await panel.findByText('Number 7 in the queue')).toBeDefined();
});

test('a turn that ends while seats are chosen leads back to the room', async () => {
  houseIsOpen(hot());
  queueIs(admitted());
  open('/events/e-nabucco', maria);
  await screen.findByRole('region', { name: 'It is your turn' });
  vi.setSystemTime(Date.now() + 601_000);
  const panel = within(await room());
  expect(panel.getByRole('button', { name: 'Take another place' })).toBeDefined();
});

test('staff see the seats without waiting', async () => {
  houseIsOpen(hot());
  open('/events/e-nabucco', clerk);
  expect(await seat('Best 2 seats')).toBeDefined();
  expect(screen.queryByRole('region', { name: 'Waiting room' })).toBeNull();
});

test('a waiting room that was opened meanwhile is shown when seats are refused for it', async () => {
  houseIsOpen();
  takesHolds(undefined, () => problem(403, 'not-admitted'));
  const { user } = open('/events/e-nabucco', maria);
  await screen.findByRole('link', { name: 'My tickets' });
  await seat('Best 2 seats');
  houseIsOpen(hot());
  queueIs(outside);
  await user.click(await seat('Best 2 seats'));
  expect(within(await room()).getByRole('button', { name: 'Take a place' })).toBeDefined();
});

test('whoever holds seats books them, also when the turn is over', async () => {
  houseIsOpen(hot());
  queueIs({ ...admitted(), admitted_until: inSeconds(60) });
  takesHolds();
  const { user } = open('/events/e-nabucco', maria);
  await screen.findByRole('link', { name: 'My tickets' });
  await user.click(await seat('Best 2 seats'));
  const book = await screen.findByRole('button', { name: 'Book 2 seats' });
  await waitFor(() => expect(screen.queryByRole('region', { name: 'It is your turn' })).toBeNull());
  vi.setSystemTime(Date.now() + 61_000);
  await waitFor(() => expect(screen.getByRole('timer').textContent).toMatch(/8:5\d/));
  expect(book.isConnected).toBe(true);
  expect(screen.queryByRole('region', { name: 'Waiting room' })).toBeNull();
});
