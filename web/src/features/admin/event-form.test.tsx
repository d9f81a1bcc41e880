import { screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { anEvent, boss, listOf } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';

type User = ReturnType<typeof open>['user'];

async function describeEvent(user: User) {
  await user.type(await screen.findByLabelText('Name'), 'Aida');
  await user.type(screen.getByLabelText('Place'), 'Arena');
  await user.type(screen.getByLabelText('Starts'), '2027-05-01T20:30');
}

async function describeStalls(user: User) {
  await user.type(screen.getByLabelText('Section name'), 'Stalls');
  await user.clear(screen.getByLabelText('Id'));
  await user.type(screen.getByLabelText('Id'), 'ST');
  await user.type(screen.getByLabelText('Price'), '45.50');
}

test('creates an event with rows and with places', async () => {
  let sent: unknown;
  answer('post', '/events', async ({ request }) => {
    sent = await request.json();
    expect(request.headers.get('idempotency-key')).toMatch(/^[0-9a-f]{32}$/);
    return HttpResponse.json(anEvent({ name: 'Aida' }), { status: 201 });
  });
  answer('get', '/events', listOf([anEvent({ name: 'Aida' })]));
  const { user } = open('/admin/events/new', boss);
  await describeEvent(user);
  await describeStalls(user);
  await user.clear(screen.getByLabelText('Rows to add'));
  await user.type(screen.getByLabelText('Rows to add'), '2');
  await user.click(screen.getByRole('button', { name: 'Add like the last one' }));
  await user.clear(screen.getByLabelText('Seats of row 3'));
  await user.type(screen.getByLabelText('Seats of row 3'), '1, 2, 2A');
  await user.click(screen.getByRole('button', { name: 'Add a section' }));
  const standing = within(screen.getByRole('group', { name: 'Section 2' }));
  await user.selectOptions(standing.getByLabelText('Kind'), 'general');
  await user.type(standing.getByLabelText('Number of places'), '500');
  await user.type(standing.getByLabelText('Price'), '25');
  await user.type(standing.getByLabelText('Section name'), 'Standing');
  expect(screen.getByText('543 seats in all')).toBeDefined();
  await expectNoViolations();
  await user.click(screen.getByRole('button', { name: 'Create the event' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Manage events' })).toBeDefined();
  expect(sent).toEqual({
    name: 'Aida', description: '', venue: 'Arena', starts_at: '2027-05-01T20:30:00.000Z', ends_at: null,
    sales_open_at: null, sales_close_at: null, image_url: null, currency: 'EUR', max_seats_per_user: 10, draft: false,
    seating: {
      sections: [
        { id: 'ST', name: 'Stalls', kind: 'reserved', price_minor: 4550, rows: [{ label: 'A', seats: 20 }, { label: 'B', seats: 20 }, { label: 'C', seats: ['1', '2', '2A'] }] },
        { id: 'S2', name: 'Standing', kind: 'general', price_minor: 2500, capacity: 500 },
      ],
    },
  });
});

test('names at the fields what is missing, and sends nothing', async () => {
  const { user } = open('/admin/events/new', boss);
  await user.type(await screen.findByLabelText('Price'), '45.555');
  await user.type(screen.getByLabelText('Address of a picture'), 'ftp://x');
  await user.click(screen.getByRole('button', { name: 'Create the event' }));
  expect(await screen.findAllByText('Enter a name.')).toHaveLength(2);
  expect(screen.getByText('Enter a day and a time.')).toBeDefined();
  expect(screen.getByText('Enter an amount in EUR.')).toBeDefined();
  expect(screen.getByText('Enter an address that begins with http:// or https://.')).toBeDefined();
  await expectNoViolations();
});

test('shows at the fields what the server finds wrong, deep in the plan too', async () => {
  answer('post', '/events', () => problem(422, 'validation', {
    errors: [
      { field: 'starts_at', message: 'must be in the future' },
      { field: 'seating.sections[0].rows[0].seats', message: 'must have at least one seat' },
    ],
  }));
  const { user } = open('/admin/events/new', boss);
  await describeEvent(user);
  await describeStalls(user);
  await user.click(screen.getByRole('button', { name: 'Create the event' }));
  expect(await screen.findByText('Must be in the future.')).toBeDefined();
  expect(screen.getByText('Must have at least one seat.')).toBeDefined();
});

test('editing sends only what was changed', async () => {
  answer('get', '/events/e-nabucco', anEvent());
  answer('get', '/events', listOf([anEvent()]));
  let sent: unknown;
  answer('patch', '/events/e-nabucco', async ({ request }) => {
    sent = await request.json();
    return HttpResponse.json(anEvent());
  });
  const { user } = open('/admin/events/e-nabucco/edit', boss);
  const place = await screen.findByLabelText('Place');
  await user.clear(place);
  await user.type(place, 'Teatro Filarmonico');
  await user.click(screen.getByRole('button', { name: 'Save the changes' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Manage events' })).toBeDefined();
  expect(sent).toEqual({ venue: 'Teatro Filarmonico' });
});

test('a plan that is in use is said to be so', async () => {
  answer('get', '/events/e-nabucco', anEvent());
  answer('patch', '/events/e-nabucco', () => problem(409, 'plan-in-use'));
  const { user } = open('/admin/events/e-nabucco/edit', boss);
  await user.click((await screen.findAllByRole('button', { name: 'Remove row 2' }))[0] as HTMLElement);
  await user.click(screen.getByRole('button', { name: 'Save the changes' }));
  expect(await screen.findByText(/Seats of this event have been booked/)).toBeDefined();
});

test('an event that cannot be read is explained', async () => {
  answer('get', '/events/e-nabucco', () => problem(404, 'not-found'));
  open('/admin/events/e-nabucco/edit', boss);
  expect(await screen.findByText('The event cannot be shown')).toBeDefined();
});
