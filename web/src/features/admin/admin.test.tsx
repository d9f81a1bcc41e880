import { screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { aBooking, aMail, anEvent, aProjection, boss, clerk, listOf, maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, done, problem } from '@/testing/server';

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

const account = (user: typeof maria) => ({ ...user, created_at: '2027-01-01T00:00:00Z' });

test('bookings of all are searched with the names of their buyers, and cancelled', async () => {
  const asked: string[] = [];
  answer('get', '/admin/users', ({ request }) => {
    expect(new URL(request.url).searchParams.get('ids')).toBe('u-gone,u-maria');
    return HttpResponse.json(listOf([account(maria)]));
  });
  const bookings = listOf([aBooking(), aBooking({ id: 'b-2', reference: 'GONE2M9P', user_id: 'u-gone' })]);
  answer('get', '/bookings', ({ request }) => {
    asked.push(new URL(request.url).search);
    return HttpResponse.json(bookings);
  });
  answer('post', '/bookings/b-1/cancel', () => {
    bookings.items[0] = aBooking({ status: 'cancelled' });
    return HttpResponse.json(aBooking({ status: 'cancelled' }));
  });
  const { user } = open('/admin/bookings?event_id=e-nabucco', boss);
  await user.type(await screen.findByRole('searchbox', { name: 'Search' }), 'SL7K{Enter}');
  const row = await screen.findByRole('row', { name: /SL7K2M9P.*Nabucco.*Maria Rossi.*maria@example.org.*€45.00.*Confirmed/ });
  expect(screen.getByRole('row', { name: /GONE2M9P.*Erased account/ })).toBeDefined();
  expect(asked.at(-1)).toContain('q=SL7K');
  expect(asked.at(-1)).toContain('event_id=e-nabucco');
  expect(asked.at(-1)).toContain('whose=all');
  await expectNoViolations();
  await user.click(within(row).getByRole('button', { name: 'Cancel booking SL7K2M9P' }));
  await user.click(screen.getByRole('button', { name: 'Cancel the booking' }));
  expect(await screen.findByRole('row', { name: /SL7K2M9P.*Cancelled/ })).toBeDefined();
});

test('staff read the bookings of all; names and cancelling are not for them', async () => {
  answer('get', '/bookings', listOf([aBooking()]));
  open('/admin/bookings', clerk);
  expect(await screen.findByRole('row', { name: /SL7K2M9P.*u-maria/ })).toBeDefined();
  expect(screen.queryByRole('button', { name: /Cancel booking/ })).toBeNull();
  expect(screen.getByRole('navigation', { name: 'Administration' }).textContent).toBe('Bookings');
});

test('a role is changed, and the last admin stays one', async () => {
  answer('get', '/admin/users', listOf([account(maria), account(boss)]));
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
  expect(await screen.findByText('Maria Rossi is now: staff.')).toBeDefined();
  expect(sent).toEqual({ role: 'staff' });
});

test('somebody is logged out everywhere, or told why not; oneself is not offered', async () => {
  answer('get', '/admin/users', listOf([account(maria), account(boss)]));
  let asked = 0;
  answer('delete', '/admin/users/u-maria/sessions', () => {
    asked += 1;
    return asked === 1 ? problem(404, 'not-found') : done();
  });
  const { user } = open('/admin/users', boss);
  const button = await screen.findByRole('button', { name: 'Log out Maria Rossi everywhere' });
  expect(screen.queryByRole('button', { name: 'Log out Boss Bianchi everywhere' })).toBeNull();
  await user.click(button);
  expect(await screen.findByText(/^Maria Rossi is not logged out/)).toBeDefined();
  await user.click(button);
  expect(await screen.findByText('Maria Rossi is logged out everywhere.')).toBeDefined();
  await expectNoViolations();
});

test('an account is erased once its address is typed, and the last admin is not', async () => {
  const others = listOf([account(maria), account({ ...boss, id: 'u-other', name: 'Other Boss', email: 'other@example.org' }), account(boss)]);
  answer('get', '/admin/users', others);
  answer('delete', '/admin/users/u-other', () => problem(409, 'last-admin'));
  answer('delete', '/admin/users/u-maria', () => {
    answer('get', '/admin/users', listOf([account(boss)]));
    return done();
  });
  const { user } = open('/admin/users', boss);
  await user.click(await screen.findByRole('button', { name: 'Erase Other Boss' }));
  await user.type(screen.getByLabelText(/To be sure, type other@example.org/), 'other@example.org');
  await user.click(screen.getByRole('button', { name: 'Erase the account' }));
  expect(await screen.findByText(/This is the last administrator/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Keep the account' }));
  expect(screen.queryByRole('button', { name: 'Erase Boss Bianchi' })).toBeNull();

  await user.click(screen.getByRole('button', { name: 'Erase Maria Rossi' }));
  await expectNoViolations();
  const field = screen.getByLabelText(/To be sure/);
  await user.type(field, 'maria@example.com');
  await user.click(screen.getByRole('button', { name: 'Erase the account' }));
  expect(screen.getByText('This is not the address of the account.')).toBeDefined();
  await user.clear(field);
  await user.type(field, 'Maria@Example.org');
  await user.click(screen.getByRole('button', { name: 'Erase the account' }));
  expect(await screen.findByText('Maria Rossi is erased.')).toBeDefined();
  expect(screen.queryByRole('row', { name: /Maria Rossi/ })).toBeNull();
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
  await user.click(screen.getByRole('button', { name: 'As HTML' }));
  const frame = screen.getByTitle('The mail as HTML');
  expect(frame.getAttribute('sandbox')).toBe('');
  expect(frame.getAttribute('srcdoc')).toBe('<p>…</p>');
  await user.click(screen.getByRole('button', { name: 'Close' }));
  await user.click(screen.getByRole('button', { name: `Try the mail to ${maria.email} again` }));
  expect(await screen.findByText(`The mail to ${maria.email} is tried again.`)).toBeDefined();
  expect(retried).toBe(true);
});

test('the state of every read model is shown, also why one is halted', async () => {
  answer('get', '/admin/projections', listOf([aProjection(), aProjection({ name: 'events', state: 'halted', position: 70, lag: 10, error: 'cannot apply 71' })]));
  open('/admin/projections', boss);
  expect(await screen.findByRole('row', { name: /events.*Halted.*cannot apply 71.*70.*80.*10/ })).toBeDefined();
  expect(screen.getByRole('alert').textContent).toContain('A read model is halted');
  await expectNoViolations();
});

test('a read model is built anew: how far it is, how fast, and for how long yet', async () => {
  answer('get', '/admin/projections', listOf([aProjection()]));
  answer('post', '/admin/projections/bookings/rebuild', () => {
    answer('get', '/admin/projections', listOf([aProjection({ state: 'rebuilding', progress: 0.25, facts_per_sec: 50_000, remaining_ms: 12_000 })]));
    return new HttpResponse(null, { status: 202 });
  });
  const { user } = open('/admin/projections', boss);
  await user.click(await screen.findByRole('button', { name: 'Rebuild bookings' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Rebuild it' }));
  const progress = await screen.findByRole('progressbar', { name: 'Rebuild of bookings' });
  expect(progress.getAttribute('aria-valuetext')).toBe('25%, 50,000 facts/s, 12 sec left');
  expect(screen.getByRole('button', { name: 'Rebuild bookings' }).getAttribute('aria-disabled')).toBe('true');
  await expectNoViolations();
});

test('a rebuild that is refused says why', async () => {
  answer('get', '/admin/projections', listOf([aProjection()]));
  answer('post', '/admin/projections/bookings/rebuild', () => problem(503, 'busy'));
  const { user } = open('/admin/projections', boss);
  await user.click(await screen.findByRole('button', { name: 'Rebuild bookings' }));
  await user.click(screen.getByRole('button', { name: 'Rebuild it' }));
  expect(await within(screen.getByRole('dialog')).findByText('It is not rebuilt')).toBeDefined();
});

test('a session that has ended leads to the login, and back to the page', async () => {
  answer('get', '/admin/users', () => problem(401, 'unauthenticated'));
  const page = open('/admin/users?q=maria', boss);
  answer('post', '/auth/refresh', () => problem(401, 'session-ended'));
  expect(await screen.findByRole('heading', { level: 1, name: 'Log in' })).toBeDefined();
  expect(page.router.state.location.state).toEqual({ from: '/admin/users?q=maria' });
});

test('long, emoji and right-to-left names stay names', async () => {
  const name = `مرحبا 🎭 ${'x'.repeat(90)}`;
  answer('get', '/admin/users', listOf([account({ ...maria, name })]));
  open('/admin/users', boss);
  expect((await screen.findByText(name)).closest('bdi')).not.toBeNull();
  await expectNoViolations();
});

test.each([
  ['/admin/events', '/events', 'The events cannot be shown', 'No event matches'],
  ['/admin/bookings', '/bookings', 'The bookings cannot be shown', 'No booking matches'],
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
