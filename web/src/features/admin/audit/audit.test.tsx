import { screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { aFact, anEvent, aSummary, boss, listOf, maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';

function logIsKnown() {
  answer('get', '/events', listOf([anEvent()]));
  answer('get', '/reports/summary', aSummary);
}

function savedFiles(): Blob[] {
  const files: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    files.push(file as Blob);
    return 'blob:file';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined);
  return files;
}

test('the log is filtered, and each fact says what it says and how it is sealed', async () => {
  logIsKnown();
  const asked: URLSearchParams[] = [];
  answer('get', '/audit/facts', ({ request }) => {
    asked.push(new URL(request.url).searchParams);
    return HttpResponse.json(listOf([aFact()]));
  });
  const { user, location } = open('/admin/audit', boss);
  const row = await screen.findByRole('row', { name: /7.*SeatsBooked.*Event e-nabucco.*u-maria/ });
  await user.click(within(row).getByText('Details'));
  expect(within(row).getByText('ab12')).toBeDefined();
  expect(within(row).getByRole('region', { name: 'What fact 7 says' }).textContent).toContain('ST-A-1');
  expect(within(row).getByRole('link', { name: /Reports as of then/ }).getAttribute('href')).toBe('/admin/reports?as_of=7');
  await expectNoViolations();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'SeatsHeld');
  await user.type(screen.getByLabelText('User id'), 'u-maria{Enter}');
  await vi.waitFor(() => expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({ type: 'SeatsHeld', user_id: 'u-maria' }));
  await user.click(screen.getByRole('button', { name: 'Newest' }));
  expect(location()).toContain('after=60');
});

test('what the server finds wrong with a filter stands at its field', async () => {
  logIsKnown();
  answer('get', '/audit/facts', () => problem(422, 'validation', { errors: [{ field: 'after', message: 'must be a position' }] }));
  open('/admin/audit?after=soon', boss);
  const field = await screen.findByLabelText('After position');
  await vi.waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getByText('must be a position')).toBeDefined();
});

test('a seat has a story: who had it, until when, and who went without', async () => {
  logIsKnown();
  answer('get', '/audit/events/e-nabucco/seats/ST-A-1', {
    items: [
      { position: 3, recorded_at: '2027-01-01T00:00:00Z', type: 'SeatsHeld', user_id: maria.id, hold_id: 'h-1', expires_at: '2027-01-01T00:10:00Z' },
      { position: 5, recorded_at: '2027-01-01T00:05:00Z', type: 'SeatsBooked', user_id: maria.id, booking_id: 'b-1' },
    ],
    refused: [{ at: '2027-01-01T00:06:00Z', user_id: 'u-bob', reason: 'seat-taken', seats: ['ST-A-1'] }],
    next_cursor: null,
  });
  const { user, location } = open('/admin/audit/seat', boss);
  expect(await screen.findByText('Choose an event and name a seat')).toBeDefined();
  await screen.findByRole('option', { name: 'Nabucco' });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Event' }), 'Nabucco');
  await user.type(screen.getByLabelText('Seat'), 'ST-A-1{Enter}');
  const story = within(await screen.findByRole('region', { name: 'A seat’s story' }));
  expect(story.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Held.*position 3.*Until.*12:10/), expect.stringMatching(/^Booked.*position 5/),
  ]);
  expect(screen.getByText('Somebody else had some of the seats')).toBeDefined();
  expect(location()).toBe('/admin/audit/seat?event_id=e-nabucco&seat=ST-A-1');
  await expectNoViolations();
});

test('a seat that does not exist is refused at its field', async () => {
  logIsKnown();
  answer('get', '/audit/events/e-nabucco/seats/ST-Z-9', () => problem(404, 'not-found'));
  open('/admin/audit/seat?event_id=e-nabucco&seat=ST-Z-9', boss);
  expect(await screen.findByText('This event has no such seat.')).toBeDefined();
  expect(screen.getByLabelText('Seat').getAttribute('aria-invalid')).toBe('true');
});

test('what admins did is listed with the facts that it led to', async () => {
  logIsKnown();
  const action = {
    at: '2027-01-01T00:00:00Z', actor_id: boss.id, command_id: 'c-1', correlation_id: 'r-1', action: 'POST /events/{id}/publish',
    subject: 'e-nabucco', address: '127.0.0.1', first_position: 8, position: 9,
  };
  answer('get', '/audit/actions', listOf([action, { ...action, command_id: 'c-2', action: 'GET /admin/users', first_position: null, position: null, address: null }]));
  open('/admin/audit/actions', boss);
  const row = await screen.findByRole('row', { name: /POST \/events\/\{id\}\/publish.*e-nabucco.*u-boss.*127.0.0.1.*8–9/ });
  expect(within(row).getByRole('link', { name: '8–9' }).getAttribute('href')).toBe('/admin/audit?after=7');
  await expectNoViolations();
});

test('refusals are listed, and narrowed by reason', async () => {
  logIsKnown();
  const asked: URLSearchParams[] = [];
  const refusal = { at: '2027-01-01T00:00:00Z', event_id: 'e-nabucco', user_id: maria.id, reason: 'seat-taken', seats: ['ST-A-1', 'ST-A-2'], section: null, quantity: null, hold_id: null };
  answer('get', '/audit/refusals', ({ request }) => {
    asked.push(new URL(request.url).searchParams);
    return HttpResponse.json(listOf([refusal, { ...refusal, reason: 'not-enough-seats', seats: null, quantity: 6, section: 'ST' }]));
  });
  const { user } = open('/admin/audit/refusals', boss);
  expect(await screen.findByRole('row', { name: /Somebody else had some of the seats.*ST-A-1, ST-A-2.*u-maria/ })).toBeDefined();
  expect(screen.getByRole('row', { name: /Too few seats were free.*the 6 best seats of ST/ })).toBeDefined();
  await expectNoViolations();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Reason' }), 'Sales were closed');
  await vi.waitFor(() => expect(asked.at(-1)?.get('reason')).toBe('sales-closed'));
});

const checkpoints = () => answer('get', '/audit/checkpoints', listOf([{ signed_at: '2027-01-01T00:00:00Z', tree_size: 80, note: 'seatlog\n80\nhash\n' }]));

test('the log is verified, and a change is named', async () => {
  checkpoints();
  answer('post', '/audit/verify', { ok: true, checked: 80, checkpoints: 3, head_position: 80, head_hash: 'feed' });
  const { user } = open('/admin/audit/integrity', boss);
  await user.click(await screen.findByRole('button', { name: 'Verify now' }));
  expect(await screen.findByText('The log is what it was')).toBeDefined();
  expect(screen.getByText('80 facts checked, 3 checkpoints agree.')).toBeDefined();
  await expectNoViolations();
  answer('post', '/audit/verify', { ok: false, checked: 41, checkpoints: 0, head_position: 41, head_hash: 'dead', first_bad_position: 42, reason: 'the record does not match its seal' });
  await user.click(screen.getByRole('button', { name: 'Verify now' }));
  const alert = within(await screen.findByRole('alert'));
  expect(alert.getByText('First at position 42.')).toBeDefined();
  expect(alert.getByText('the record does not match its seal')).toBeDefined();
  answer('post', '/audit/verify', () => problem(503, 'busy'));
  await user.click(screen.getByRole('button', { name: 'Verify now' }));
  expect(await screen.findByText('The log was not verified')).toBeDefined();
});

test('a proof, its checker and a checkpoint are downloaded', async () => {
  checkpoints();
  const files = savedFiles();
  answer('get', '/audit/bookings/b-1/proof', { position: 8 });
  answer('get', '/audit/bookings/b-9/proof', () => problem(404, 'not-found'));
  answer('get', '/audit/check_proof.py', () => new HttpResponse('import sys', { headers: { 'content-type': 'text/x-python' } }));
  const { user } = open('/admin/audit/integrity', boss);
  await user.click(await screen.findByRole('button', { name: 'Download the proof' }));
  expect(screen.getByText('Enter the id of a booking.')).toBeDefined();
  const field = screen.getByLabelText('Booking id');
  await user.type(field, 'b-9{Enter}');
  expect(await screen.findByText('There is no such booking.')).toBeDefined();
  await user.clear(field);
  await user.type(field, 'b-1{Enter}');
  await vi.waitFor(() => expect(files).toHaveLength(1));
  await user.click(screen.getByRole('button', { name: 'Download the script' }));
  await vi.waitFor(() => expect(files).toHaveLength(2));
  await user.click(screen.getByRole('button', { name: 'Download the checkpoint of 80 facts' }));
  expect(await Promise.all(files.map((file) => file.text()))).toEqual(['{\n  "position": 8\n}', 'import sys', 'seatlog\n80\nhash\n']);
});

test.each([
  ['/admin/audit', '/audit/facts', 'The facts cannot be shown', 'No fact matches'],
  ['/admin/audit/actions', '/audit/actions', 'The actions cannot be shown', 'Nothing was done'],
  ['/admin/audit/refusals', '/audit/refusals', 'The refusals cannot be shown', 'Nobody was refused'],
  ['/admin/audit/integrity', '/audit/checkpoints', 'The checkpoints cannot be shown', 'Nothing has been signed yet'],
])('%s explains a failure, and that there is nothing', async (address, path, failure, nothing) => {
  logIsKnown();
  answer('get', path, () => problem(500, 'internal'));
  const { user } = open(address, boss);
  expect(await screen.findByText(failure)).toBeDefined();
  answer('get', path, listOf([]));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(nothing)).toBeDefined();
});
