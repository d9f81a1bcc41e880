import { screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { aBooking, aMail, anEvent, anEventReport, aProjection, aSummary, boss, listOf, maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, done, problem } from '@/testing/server';

const bucket = (bucket_start: string, seats: number) => ({ bucket_start, bookings: 1, seats, revenue_minor: seats * 4500 });

function dashboardWith(reports = [anEventReport()]) {
  answer('get', '/reports/summary', aSummary);
  answer('get', '/reports/events', listOf(reports));
  answer('get', '/reports/sales', listOf([bucket('2027-01-01T00:00:00Z', 3), bucket('2027-01-02T00:00:00Z', -1)]));
  answer('get', '/events', listOf([anEvent()]));
}

test('the overview shows totals, sales over time and sales by event', async () => {
  dashboardWith();
  const { user } = open('/admin', boss);
  const totals = await screen.findByRole('region', { name: 'Totals' });
  expect(within(totals).getByText('€1,234.50')).toBeDefined();
  expect(within(totals).getByText('31')).toBeDefined();
  const report = await screen.findByRole('table', { name: 'Sales by event' });
  expect(within(report).getByRole('row', { name: /Nabucco.*14 of 56.*25%.*€630.00/ })).toBeDefined();
  expect(await screen.findByRole('img', { name: /Seats sold over time: 2 in all/ })).toBeDefined();
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Event' }), 'Nabucco');
  await user.click(await screen.findByText('The figures as a table'));
  expect(within(await screen.findByRole('table', { name: 'Sales over time' })).getByText('€135.00')).toBeDefined();
  await expectNoViolations();
});

test('the overview says what cannot be shown, part by part', async () => {
  dashboardWith([]);
  answer('get', '/reports/summary', () => problem(503, 'busy'));
  answer('get', '/reports/sales', listOf([]));
  open('/admin', boss);
  expect(await screen.findByText('The totals cannot be shown')).toBeDefined();
  expect(await screen.findByText('There are no events yet')).toBeDefined();
  expect(await screen.findByText('Nothing was sold in this time')).toBeDefined();
});

test('a draft is published from the list of events', async () => {
  answer('get', '/events', listOf([anEvent({ status: 'draft' })]));
  let published = false;
  answer('post', '/events/e-nabucco/publish', () => {
    published = true;
    answer('get', '/events', listOf([anEvent()]));
    return HttpResponse.json(anEvent());
  });
  const { user } = open('/admin/events', boss);
  await user.click(await screen.findByRole('button', { name: 'Publish Nabucco' }));
  expect(await screen.findByText('Published')).toBeDefined();
  expect(published).toBe(true);
  await expectNoViolations();
});

test('cancelling an event states its consequences and asks for a reason', async () => {
  answer('get', '/events', listOf([anEvent()]));
  let sent: unknown;
  answer('post', '/events/e-nabucco/cancel', async ({ request }) => {
    sent = await request.json();
    answer('get', '/events', listOf([anEvent({ status: 'cancelled' })]));
    return HttpResponse.json(anEvent({ status: 'cancelled' }));
  });
  const { user } = open('/admin/events', boss);
  await user.click(await screen.findByRole('button', { name: 'Cancel Nabucco' }));
  const dialog = screen.getByRole('dialog', { name: 'Cancel Nabucco?' });
  expect(within(dialog).getByText(/Every booking of this event is cancelled/)).toBeDefined();
  await user.click(within(dialog).getByRole('button', { name: 'Cancel the event' }));
  expect(within(dialog).getByText('Say why, for those who booked.')).toBeDefined();
  await user.type(within(dialog).getByLabelText('Reason'), 'Storm');
  await user.click(within(dialog).getByRole('button', { name: 'Cancel the event' }));
  expect(await within(screen.getByRole('table')).findByText('Cancelled')).toBeDefined();
  expect(sent).toEqual({ reason: 'Storm' });
});

test('an event with bookings is not deleted, and the page says how many and what to do', async () => {
  answer('get', '/events', listOf([anEvent()]));
  answer('delete', '/events/e-nabucco', () => problem(409, 'event-has-bookings', { bookings: 3 }));
  const { user } = open('/admin/events', boss);
  await user.click(await screen.findByRole('button', { name: 'Delete Nabucco' }));
  await user.click(screen.getByRole('button', { name: 'Delete the event' }));
  expect(await within(screen.getByRole('dialog')).findByText(/It has 3 confirmed bookings. Cancel the event first/)).toBeDefined();
});

test('an event without bookings is deleted', async () => {
  answer('get', '/events', listOf([anEvent()]));
  answer('delete', '/events/e-nabucco', () => {
    answer('get', '/events', listOf([]));
    return done();
  });
  const { user } = open('/admin/events', boss);
  await user.click(await screen.findByRole('button', { name: 'Delete Nabucco' }));
  await user.click(screen.getByRole('button', { name: 'Delete the event' }));
  expect(await screen.findByText('No event matches')).toBeDefined();
});

test('bookings of all are searched, and cancelled', async () => {
  const asked: string[] = [];
  answer('get', '/admin/bookings', ({ request }) => {
    asked.push(new URL(request.url).search);
    return HttpResponse.json(listOf([aBooking()]));
  });
  answer('post', '/bookings/b-1/cancel', () => {
    answer('get', '/admin/bookings', listOf([aBooking({ status: 'cancelled' })]));
    return HttpResponse.json(aBooking({ status: 'cancelled' }));
  });
  const { user } = open('/admin/bookings?event_id=e-nabucco', boss);
  await user.type(await screen.findByRole('searchbox', { name: 'Search' }), 'SL7K{Enter}');
  const row = await screen.findByRole('row', { name: /SL7K2M9P.*Nabucco.*€45.00.*Confirmed/ });
  expect(asked.at(-1)).toContain('q=SL7K');
  expect(asked.at(-1)).toContain('event_id=e-nabucco');
  await expectNoViolations();
  await user.click(within(row).getByRole('button', { name: 'Cancel booking SL7K2M9P' }));
  await user.click(screen.getByRole('button', { name: 'Cancel the booking' }));
  expect(await screen.findByRole('row', { name: /SL7K2M9P.*Cancelled/ })).toBeDefined();
});

test('a role is changed, and the last admin stays one', async () => {
  answer('get', '/admin/users', listOf([{ ...maria, created_at: '2027-01-01T00:00:00Z' }, { ...boss, created_at: '2027-01-01T00:00:00Z' }]));
  answer('patch', '/admin/users/u-boss', () => problem(409, 'last-admin'));
  let sent: unknown;
  answer('patch', '/admin/users/u-maria', async ({ request }) => {
    sent = await request.json();
    return HttpResponse.json({ ...maria, role: 'staff' });
  });
  const { user } = open('/admin/users', boss);
  await user.click(await screen.findByRole('button', { name: 'Change role of Boss Bianchi' }));
  await expectNoViolations();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Role' }), 'user');
  await user.click(screen.getByRole('button', { name: 'Change the role' }));
  expect(await screen.findByText(/This is the last administrator/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Leave it' }));
  await user.click(screen.getByRole('button', { name: 'Change role of Maria Rossi' }));
  await user.selectOptions(screen.getByRole('combobox', { name: 'Role' }), 'staff');
  await user.click(screen.getByRole('button', { name: 'Change the role' }));
  expect(await screen.findByText('Maria Rossi is now staff.')).toBeDefined();
  expect(sent).toEqual({ role: 'staff' });
});

test('mails are filtered, read, and tried again when dead', async () => {
  const asked: (string | null)[] = [];
  answer('get', '/admin/mails', ({ request }) => {
    asked.push(new URL(request.url).searchParams.get('status'));
    return HttpResponse.json(listOf([aMail({ status: 'dead', attempts: 9, last_error: '550 no such user', sent_at: null })]));
  });
  answer('get', '/admin/mails/m-1', { ...aMail(), subject: 'Your seats for Nabucco', text: 'Reference SL7K2M9P', html: '<p>…</p>' });
  let retried = false;
  answer('post', '/admin/mails/m-1/retry', () => {
    retried = true;
    return HttpResponse.json(aMail({ status: 'pending' }));
  });
  const { user } = open('/admin/mails', boss);
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Show' }), 'dead');
  expect(await screen.findByText('550 no such user')).toBeDefined();
  expect(asked.at(-1)).toBe('dead');
  await user.click(screen.getByRole('button', { name: `View the mail to ${maria.email}` }));
  expect(await screen.findByText('Reference SL7K2M9P')).toBeDefined();
  await expectNoViolations();
  await user.click(screen.getByRole('button', { name: 'Close' }));
  await user.click(screen.getByRole('button', { name: `Try the mail to ${maria.email} again` }));
  expect(await screen.findByText(`The mail to ${maria.email} is tried again.`)).toBeDefined();
  expect(retried).toBe(true);
});

test('the state of every read model is shown, also why one is halted', async () => {
  answer('get', '/admin/projections', listOf([aProjection(), aProjection({ name: 'events', state: 'halted', position: 70, lag: 10, error: 'cannot apply 71' })]));
  open('/admin/projections', boss);
  expect(await screen.findByRole('row', { name: /events.*Halted.*cannot apply 71.*70.*80.*10/ })).toBeDefined();
  await expectNoViolations();
});

test.each([
  ['/admin/events', '/events', 'The events cannot be shown', 'No event matches'],
  ['/admin/bookings', '/admin/bookings', 'The bookings cannot be shown', 'No booking matches'],
  ['/admin/users', '/admin/users', 'The users cannot be shown', 'No user matches'],
  ['/admin/mails', '/admin/mails', 'The mails cannot be shown', 'There are no such mails'],
  ['/admin/projections', '/admin/projections', 'The read models cannot be shown', 'There are no read models'],
])('%s explains a failure, and that there is nothing', async (page, path, failure, nothing) => {
  answer('get', path, () => problem(500, 'internal'));
  const { user } = open(page, boss);
  expect(await screen.findByText(failure)).toBeDefined();
  answer('get', path, listOf([]));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(nothing)).toBeDefined();
});
