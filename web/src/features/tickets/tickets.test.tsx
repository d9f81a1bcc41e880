import { screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { aBooking, anEvent, inDays, listOf, maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';

const bookings = [
  aBooking(),
  aBooking({ id: 'b-2', reference: 'PAST0001', event_name: 'Aida', starts_at: inDays(-3) }),
  aBooking({ id: 'b-3', reference: 'GONE0001', status: 'cancelled' }),
];

test('sorts tickets into upcoming, past and cancelled', async () => {
  answer('get', '/bookings', listOf(bookings));
  const { user } = open('/tickets', maria);
  const upcoming = await screen.findByRole('list', { name: 'Upcoming tickets' });
  expect(within(upcoming).getAllByRole('listitem')).toHaveLength(1);
  expect(within(upcoming).getByText('SL7K2M9P')).toBeDefined();
  await expectNoViolations();
  await user.click(screen.getByRole('link', { name: 'Past' }));
  const past = await screen.findByRole('list', { name: 'Past tickets' });
  expect(within(past).getByText('PAST0001')).toBeDefined();
  expect(within(past).getByRole('link', { name: 'Aida' })).toBeDefined();
  await user.click(screen.getByRole('link', { name: 'Cancelled', current: false }));
  expect(within(await screen.findByRole('list', { name: 'Cancelled tickets' })).getByText('GONE0001')).toBeDefined();
});

test('leads to the events when there are no tickets', async () => {
  answer('get', '/bookings', listOf([]));
  open('/tickets', maria);
  expect(await screen.findByText('No upcoming tickets')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Find an event' })).toBeDefined();
});

test('explains tickets that cannot be read', async () => {
  answer('get', '/bookings', () => problem(503, 'projection-behind'));
  open('/tickets', maria);
  expect(await screen.findByText('Your tickets cannot be shown')).toBeDefined();
});

test('fetches older bookings when asked', async () => {
  answer('get', '/bookings', ({ request }) => HttpResponse.json(
    new URL(request.url).searchParams.has('cursor') ? listOf([aBooking({ id: 'b-9', reference: 'OLD00001' })]) : listOf([aBooking()], 'older'),
  ));
  const { user } = open('/tickets', maria);
  await user.click(await screen.findByRole('button', { name: 'Show older bookings' }));
  expect(await screen.findByText('OLD00001')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Show older bookings' })).toBeNull();
});

test('states what cancelling does, and cancels', async () => {
  answer('get', '/bookings/b-1', aBooking());
  answer('get', '/events/e-nabucco', anEvent());
  answer('post', '/bookings/b-1/cancel', () => {
    answer('get', '/bookings/b-1', aBooking({ status: 'cancelled' }));
    return HttpResponse.json(aBooking({ status: 'cancelled' }));
  });
  const { user } = open('/tickets/b-1', maria);
  expect(await screen.findByText('Stalls, row A, seat 1')).toBeDefined();
  await user.click(await screen.findByRole('button', { name: 'Cancel this booking' }));
  const dialog = screen.getByRole('dialog', { name: 'Cancel booking SL7K2M9P?' });
  expect(within(dialog).getByText(/go back on sale at once/)).toBeDefined();
  await expectNoViolations();
  await user.click(within(dialog).getByRole('button', { name: 'Cancel the booking' }));
  expect(await screen.findByText('Cancelled')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Cancel this booking' })).toBeNull();
});

test('a cancellation that comes too late is explained in the dialog', async () => {
  answer('get', '/bookings/b-1', aBooking());
  answer('get', '/events/e-nabucco', anEvent());
  answer('post', '/bookings/b-1/cancel', () => problem(409, 'too-late', { detail: 'The event has begun.' }));
  const { user } = open('/tickets/b-1', maria);
  await user.click(await screen.findByRole('button', { name: 'Cancel this booking' }));
  await user.click(screen.getByRole('button', { name: 'Cancel the booking' }));
  expect(await within(screen.getByRole('dialog')).findByText('The event has begun.')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Keep the booking' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a ticket whose event is gone still says what it was for', async () => {
  answer('get', '/bookings/b-1', aBooking({ status: 'cancelled' }));
  answer('get', '/events/e-nabucco', () => problem(404, 'not-found'));
  open('/tickets/b-1', maria);
  expect(await screen.findByRole('heading', { level: 2, name: 'Nabucco' })).toBeDefined();
  expect(screen.getByText('ST-A-1')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Cancel this booking' })).toBeNull();
});

test('the ticket of somebody else is no ticket', async () => {
  answer('get', '/bookings/b-7', () => problem(404, 'not-found'));
  open('/tickets/b-7', maria);
  expect(await screen.findByRole('heading', { level: 1, name: 'No such ticket' })).toBeDefined();
});
