import { cleanup, screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { resetSession } from '@/api/session';
import { expectNoViolations } from '@/testing/axe';
import { aBooking, anEvent, inDays, listOf, maria } from '@/testing/fixtures';
import { networkIs } from '@/testing/live';
import { open } from '@/testing/render';
import { calendarFile } from './calendar-file';
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

test('says how soon an upcoming event begins', async () => {
  answer('get', '/bookings', listOf([aBooking({ starts_at: inDays(1) }), aBooking({ id: 'b-4', starts_at: inDays(30) })]));
  open('/tickets', maria);
  expect(await screen.findAllByText('tomorrow')).toHaveLength(1);
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

test('a ticket has a code for the entrance, goes into the calendar and onto paper', async () => {
  answer('get', '/bookings/b-1', aBooking());
  answer('get', '/events/e-nabucco', anEvent());
  const printed = vi.fn();
  vi.stubGlobal('print', printed);
  // Outside a browser a click on it would leave the page.
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  const saved = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:calendar');
  const { user } = open('/tickets/b-1', maria);
  expect(await screen.findByRole('img', { name: 'QR code of booking SL7K2M9P' })).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Print' }));
  expect(printed).toHaveBeenCalledOnce();
  await user.click(screen.getByRole('button', { name: 'Add to calendar' }));
  expect(saved.mock.calls[0]?.[0]).toHaveProperty('type', 'text/calendar;charset=utf-8');
  await expectNoViolations();
});

test('a cancelled ticket has no code and nothing to print', async () => {
  answer('get', '/bookings/b-1', aBooking({ status: 'cancelled' }));
  answer('get', '/events/e-nabucco', anEvent());
  open('/tickets/b-1', maria);
  expect(await screen.findByText('Cancelled')).toBeDefined();
  expect(screen.queryByRole('img', { name: /QR code/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Print' })).toBeNull();
});

test('the calendar entry keeps to its format whatever the event is called', () => {
  const name = 'Opéra, „Café“; 🎭'.repeat(9);
  const file = calendarFile(aBooking({ event_name: name, starts_at: '2027-03-01T19:30:00Z' }), anEvent({ ends_at: '2027-03-01T22:00:00Z' }));
  const lines = file.split('\r\n');
  for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  const unfolded = file.replaceAll('\r\n ', '').split('\r\n');
  expect(unfolded).toContain(`SUMMARY:${name.replaceAll(',', '\\,').replaceAll(';', '\\;')}`);
  expect(unfolded).toContain('UID:b-1');
  expect(unfolded).toContain('DTSTART:20270301T193000Z');
  expect(unfolded).toContain('DTEND:20270301T220000Z');
  expect(unfolded.indexOf('TRIGGER:-PT3H')).toBeGreaterThan(unfolded.indexOf('BEGIN:VALARM'));
});

/** Leaves the page and loads it anew without a network. */
function reloadOffline(address: string) {
  cleanup();
  resetSession();
  networkIs('offline');
  const page = open(address);
  answer('post', '/auth/refresh', () => HttpResponse.error());
  return page;
}

test('a ticket that was opened once is shown without a network, with the day it is from', async () => {
  answer('get', '/bookings', listOf([aBooking()]));
  answer('get', '/bookings/b-1', aBooking());
  answer('get', '/events/e-nabucco', anEvent());
  const { user } = open('/tickets', maria);
  await user.click(await screen.findByRole('link', { name: 'Nabucco' }));
  await screen.findByText('Stalls, row A, seat 1');
  reloadOffline('/tickets/b-1');
  expect(await screen.findByText('Stalls, row A, seat 1')).toBeDefined();
  expect(screen.getByRole('img', { name: 'QR code of booking SL7K2M9P' })).toBeDefined();
  expect(screen.getByText(/^As of .*, when you were last online/)).toBeDefined();
  await user.click(screen.getByRole('link', { name: 'All my tickets' }));
  expect(await screen.findByText('SL7K2M9P')).toBeDefined();
  networkIs('online');
});

test('nothing of a person\'s tickets stays on the device after logging out', async () => {
  answer('get', '/bookings', listOf([aBooking()]));
  answer('get', '/events', listOf([]));
  answer('post', '/auth/logout', () => new HttpResponse(null, { status: 204 }));
  const { user } = open('/tickets', maria);
  await screen.findByText('SL7K2M9P');
  expect(JSON.stringify(localStorage)).toContain('SL7K2M9P');
  await user.click(screen.getByRole('button', { name: 'Log out' }));
  await screen.findByText('You are logged out.');
  expect(JSON.stringify(localStorage)).not.toMatch(/SL7K2M9P|maria/);
});
