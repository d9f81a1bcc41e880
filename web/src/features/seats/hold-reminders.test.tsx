import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { aHold, anEvent, inSeconds, listOf } from '@/testing/fixtures';
import { openWithHold, takesBookings } from '@/testing/house';
import { answer, problem } from '@/testing/server';

const reminder = () => screen.findByRole('region', { name: 'Your seats for Nabucco' });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  answer('get', '/events', listOf([anEvent()]));
});

afterEach(() => {
  vi.useRealTimers();
});

test('leaving the event keeps the hold: other pages remind of it, and lead back to it', async () => {
  const { user } = await openWithHold();
  expect(screen.queryByRole('region', { name: 'Your seats for Nabucco' })).toBeNull();
  await user.click(screen.getByRole('link', { name: 'Events' }));
  const bar = within(await reminder());
  expect(bar.getByText(/are held for you/).textContent).toMatch(/2 seats for \u2068Nabucco\u2069 are held for you: Time left: (10:00|9:5\d)/);
  await expectNoViolations();
  await user.click(bar.getByRole('link', { name: 'Look them over and book' }));
  expect(await screen.findByRole('region', { name: 'Held for you' })).toBeDefined();
  expect(screen.queryByRole('region', { name: 'Your seats for Nabucco' })).toBeNull();
});

test('other pages say when the time ran out, until told that it is known', async () => {
  const { user } = await openWithHold();
  await user.click(screen.getByRole('link', { name: 'Events' }));
  await reminder();
  answer('get', '/holds/h-1', () => problem(410, 'hold-expired'));
  vi.setSystemTime(Date.now() + 601_000);
  expect((await screen.findByRole('alert')).textContent).toContain('Your time for \u2068Nabucco\u2069 ran out');
  await expectNoViolations();
  await user.click(within(await reminder()).getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('region', { name: 'Your seats for Nabucco' })).toBeNull();
});

test('after the booking nothing reminds of the hold', async () => {
  const { user } = await openWithHold();
  takesBookings();
  await user.click(screen.getByRole('button', { name: 'Book 2 seats' }));
  await screen.findByText('SL7K2M9P');
  await waitFor(() => expect(sessionStorage.getItem('seatlog-holds')).toBe('{}'));
  expect(screen.queryByRole('region', { name: 'Your seats for Nabucco' })).toBeNull();
});

const warning = () => screen.findByRole('dialog', { name: 'Your time is running out' });

test('a minute before the end a warning comes, and one press gives more time', async () => {
  const { user } = await openWithHold();
  vi.setSystemTime(Date.now() + 530_000);
  expect(screen.queryByRole('dialog')).toBeNull();
  vi.setSystemTime(Date.now() + 12_000);
  const dialog = within(await warning());
  await expectNoViolations();
  answer('post', '/holds/h-1/extend', aHold({ expires_at: inSeconds(600) }));
  await user.click(dialog.getByRole('button', { name: 'Give me more time' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByRole('timer').textContent).toMatch(/10:00|9:5\d/);
});

test('the warning comes on other pages, too, and is waved away once for each end', async () => {
  const { user } = await openWithHold();
  await user.click(screen.getByRole('link', { name: 'Events' }));
  await reminder();
  vi.setSystemTime(Date.now() + 545_000);
  await user.click(within(await warning()).getByRole('button', { name: 'Go on without' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  vi.setSystemTime(Date.now() + 10_000);
  await waitFor(() => expect(screen.getByRole('timer').textContent).toMatch(/0:4\d/));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('at the longest time the warning says that no more can be had', async () => {
  const { user } = await openWithHold();
  vi.setSystemTime(Date.now() + 545_000);
  answer('post', '/holds/h-1/extend', () => problem(409, 'hold-cap-reached'));
  await user.click(within(await warning()).getByRole('button', { name: 'Give me more time' }));
  expect(await screen.findByText(/held as long as seats can be held/)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Give me more time' }).getAttribute('aria-disabled')).toBe('true');
});
