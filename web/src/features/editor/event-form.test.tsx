import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { anEvent, boss, listOf } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, done, problem } from '@/testing/server';

type User = ReturnType<typeof open>['user'];

const type = (field: HTMLElement, text: string) => fireEvent.change(field, { target: { value: text } });

async function describeEvent() {
  type(await screen.findByLabelText('Name'), 'Aida');
  type(screen.getByLabelText('Place'), 'Arena');
  type(screen.getByLabelText('Starts'), '2027-05-01T20:30');
}

function describeStalls() {
  type(screen.getByLabelText('Section name'), 'Stalls');
  type(screen.getByLabelText('Id'), 'ST');
  type(screen.getByLabelText('Price in EUR'), '45.50');
}

const button = (name: string) => screen.getByRole('button', { name });
const create = (user: User) => user.click(button('Create the event'));

test('creates an event with rows, aisles and places', async () => {
  let sent: unknown;
  answer('post', '/events', async ({ request }) => {
    sent = await request.json();
    expect(request.headers.get('idempotency-key')).toMatch(/^[0-9a-f]{32}$/);
    return HttpResponse.json(anEvent({ name: 'Aida' }), { status: 201 });
  });
  answer('get', '/events', listOf([anEvent({ name: 'Aida' })]));
  const { user } = open('/admin/events/new', boss);
  await describeEvent();
  describeStalls();
  await user.click(screen.getByText('Add many rows at once'));
  type(screen.getByLabelText('Number of rows'), '2');
  type(screen.getByLabelText('Places in a row'), '6');
  type(screen.getByLabelText('Aisles behind places'), '3');
  type(screen.getByLabelText('Places without a seat'), '6');
  await user.click(button('Add the rows'));
  type(screen.getByLabelText('Seats of row 3'), '1, 2, 2A');
  type(screen.getByLabelText('Aisles of row 3'), '');
  await user.click(button('Add standing room'));
  type(screen.getByLabelText('Section name'), 'Standing');
  type(screen.getByLabelText('Number of places'), '500');
  type(screen.getByLabelText('Price in EUR'), '25');
  expect(screen.getByText('528 seats in all')).toBeDefined();
  await expectNoViolations();
  await create(user);
  expect(await screen.findByRole('heading', { level: 1, name: 'Manage events' })).toBeDefined();
  expect(sent).toEqual({
    name: 'Aida', description: '', venue: 'Arena', starts_at: '2027-05-01T20:30:00.000Z', ends_at: null,
    sales_open_at: null, sales_close_at: null, image_url: null, currency: 'EUR', max_seats_per_user: 10, waiting_room: null, draft: false,
    seating: {
      sections: [
        {
          id: 'ST', name: 'Stalls', kind: 'reserved', price_minor: 4550,
          rows: [
            { label: 'A', seats: 20 },
            { label: 'B', seats: 5, gaps: [{ after: 3, width: 1 }] },
            { label: 'C', seats: ['1', '2', '2A'] },
          ],
        },
        { id: 'S2', name: 'Standing', kind: 'general', price_minor: 2500, capacity: 500 },
      ],
    },
  });
});

test('a waiting room is opened, checked and closed by one field', async () => {
  answer('get', '/events/e-nabucco', anEvent({ waiting_room: { admit_per_minute: 300 } }));
  answer('get', '/events', listOf([]));
  const sent: unknown[] = [];
  answer('patch', '/events/e-nabucco', async ({ request }) => {
    sent.push(await request.json());
    return sent.length === 1
      ? problem(422, 'validation', { errors: [{ field: 'waiting_room.admit_per_minute', message: 'must be from 0 to 9' }] })
      : HttpResponse.json(anEvent());
  });
  const { user } = open('/admin/events/e-nabucco/edit', boss);
  const field = await screen.findByLabelText<HTMLInputElement>('Let in per minute');
  expect(field.value).toBe('300');
  type(field, '60001');
  await user.click(button('Save the changes'));
  expect(await screen.findByText('Enter a number from 0 to 60000, or nothing.')).toBeDefined();
  type(field, '0');
  await user.click(button('Save the changes'));
  expect(await screen.findByText('Must be from 0 to 9.')).toBeDefined();
  type(field, '');
  await user.click(button('Save the changes'));
  await screen.findByRole('heading', { level: 1, name: 'Manage events' });
  expect(sent).toEqual([{ waiting_room: { admit_per_minute: 0 } }, { waiting_room: null }]);
});

test('names at the fields what is missing, sends nothing, and says which section is meant', async () => {
  const { user } = open('/admin/events/new', boss);
  type(await screen.findByLabelText('Price in EUR'), '45.555');
  type(screen.getByLabelText('Address of a picture'), 'ftp://x');
  await create(user);
  expect(await screen.findAllByText('Enter a name.')).toHaveLength(2);
  expect(screen.getByText('Enter a day and a time.')).toBeDefined();
  expect(screen.getByText('Enter an amount such as 45.00.')).toBeDefined();
  expect(screen.getByText('Enter an address that begins with http:// or https://.')).toBeDefined();
  expect(screen.getByText('Something is to be corrected here')).toBeDefined();
  await expectNoViolations();
});

test('shows at the fields what the server finds wrong, deep in the plan too, until that is changed', async () => {
  answer('post', '/events', () => problem(422, 'validation', {
    errors: [
      { field: 'starts_at', message: 'must be in the future' },
      { field: 'seating.sections[0].rows[0].seats', message: 'must have at least one seat' },
    ],
  }));
  const { user } = open('/admin/events/new', boss);
  await describeEvent();
  describeStalls();
  await create(user);
  expect(await screen.findByText('Must be in the future.')).toBeDefined();
  expect(screen.getByText('Must have at least one seat.')).toBeDefined();
  type(screen.getByLabelText('Seats of row 1'), '21');
  expect(screen.queryByText('Must have at least one seat.')).toBeNull();
});

test('steps are taken back and done again, and sections move by the arrow keys', async () => {
  const { user } = open('/admin/events/new', boss);
  type(await screen.findByLabelText('Section name'), 'Stalls');
  const handle = () => screen.getByRole('button', { name: /^Stalls, 20 seats, .* from the left/ });
  expect(handle().getAttribute('aria-label')).toContain('0 from the left, 0 from the top');
  handle().focus();
  await user.keyboard('{ArrowRight}{ArrowRight}{Shift>}{ArrowDown}{/Shift}');
  await waitFor(() => expect(handle().getAttribute('aria-label')).toContain('2 from the left, 5 from the top'));
  expect(screen.getByLabelText<HTMLInputElement>('From the top, in seats').value).toBe('5');
  await user.click(button('Undo'));
  await waitFor(() => expect(handle().getAttribute('aria-label')).toContain('0 from the left, 0 from the top'));
  await user.click(button('Redo'));
  await waitFor(() => expect(handle().getAttribute('aria-label')).toContain('2 from the left, 5 from the top'));
  await user.click(button('Arrange automatically'));
  await waitFor(() => expect(handle().getAttribute('aria-label')).toContain('0 from the left, 0 from the top'));
});

test('a plan comes from a file, or the file is explained', async () => {
  const { user } = open('/admin/events/new', boss);
  await user.click(await screen.findByRole('button', { name: 'Import' }));
  const dialog = within(screen.getByRole('dialog', { name: 'Import a seating plan' }));
  type(dialog.getByLabelText('Or paste its text'), '{"sections": [{"id": "A", "name": "Ring", "kind": "sofa", "price_minor": 100}]}');
  await user.click(dialog.getByRole('button', { name: 'Use this plan' }));
  expect(dialog.getByText('This is no seating plan.')).toBeDefined();
  expect(dialog.getByText('sections[0].kind:').parentElement?.textContent).toBe('sections[0].kind: Must be “reserved” or “general”.');
  await expectNoViolations();
  const plan = { currency: 'JPY', seating: { sections: [{ id: 'R', name: 'Ring', kind: 'reserved', price_minor: 900, rows: [{ label: '1', seats: 7, gaps: [{ after: 3, width: 2 }] }] }] } };
  type(dialog.getByLabelText('Or paste its text'), JSON.stringify(plan));
  await user.click(dialog.getByRole('button', { name: 'Use this plan' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getByLabelText<HTMLInputElement>('Price in JPY').value).toBe('900');
  expect(screen.getByLabelText<HTMLInputElement>('Aisles of row 1').value).toBe('3x2');
  expect(screen.getByText('7 seats in all')).toBeDefined();
});

const template = { id: 't-1', name: 'Arena', currency: 'EUR', capacity: 56, created_at: '2027-01-01T00:00:00Z' };

test('a template is begun with, kept and deleted', async () => {
  let kept: unknown;
  let gone = false;
  answer('get', '/admin/templates', () => HttpResponse.json(listOf(gone ? [] : [template])));
  answer('get', '/admin/templates/t-1', { ...template, seating: anEvent().seating });
  answer('delete', '/admin/templates/t-1', () => {
    gone = true;
    return done();
  });
  answer('post', '/admin/templates', async ({ request }) => {
    kept = await request.json();
    return problem(422, 'validation', { errors: [{ field: 'name', message: 'is the name of another template' }] });
  });
  const { user } = open('/admin/events/new', boss);
  await user.click(await screen.findByRole('button', { name: 'Templates' }));
  await user.click(await screen.findByRole('button', { name: 'Begin with Arena' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByText('56 seats in all')).toBeDefined();
  await user.click(button('Templates'));
  await user.type(screen.getByLabelText('Name of a new template'), 'Arena{Enter}');
  expect(await screen.findByText('Another template has this name.')).toBeDefined();
  expect(kept).toMatchObject({ name: 'Arena', currency: 'EUR', seating: anEvent().seating });
  await expectNoViolations();
  await user.click(await screen.findByRole('button', { name: 'Delete Arena' }));
  await user.click(button('Delete Arena for good'));
  expect(await screen.findByText('No plan has been kept yet.')).toBeDefined();
});

test('a picture is sent at once, and its address is that of the event; what is refused is said at the field', async () => {
  answer('post', '/uploads/images', () => problem(415, 'unsupported-media'));
  const { user } = open('/admin/events/new', boss);
  const field = await screen.findByLabelText('Upload a picture');
  const picture = new File(['…'], 'aida.png', { type: 'image/png' });
  await user.upload(field, picture);
  expect(await screen.findByText('This kind of file is not taken.')).toBeDefined();
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  answer('post', '/uploads/images', () => HttpResponse.json({ image_url: 'http://localhost:8080/uploads/images/a-1600.jpg' }, { status: 201 }));
  await user.upload(field, picture);
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Address of a picture').value).toBe('http://localhost:8080/uploads/images/a-1600.jpg'));
  fireEvent.change(field, { target: { files: [new File(['<svg/>'], 'a.svg', { type: 'image/svg+xml' })] } });
  expect(await screen.findByText('Choose a JPEG, PNG, WebP or GIF file.')).toBeDefined();
  await user.click(button('Remove the picture'));
  expect(screen.getByLabelText<HTMLInputElement>('Address of a picture').value).toBe('');
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
  type(await screen.findByLabelText('Place'), 'Teatro Filarmonico');
  await user.click(button('Save the changes'));
  expect(await screen.findByRole('heading', { level: 1, name: 'Manage events' })).toBeDefined();
  expect(sent).toEqual({ venue: 'Teatro Filarmonico' });
});

test('what somebody else changes while the form is open is not sent back', async () => {
  answer('get', '/events/e-nabucco', anEvent());
  const sent: unknown[] = [];
  answer('patch', '/events/e-nabucco', async ({ request }) => {
    sent.push(await request.json());
    answer('get', '/events/e-nabucco', anEvent({ name: 'Nabucco, Act I', description: 'Sung in Italian.', max_seats_per_user: 6 }));
    return problem(503, 'busy');
  });
  const { user } = open('/admin/events/e-nabucco/edit', boss);
  type(await screen.findByLabelText('Place'), 'Teatro Filarmonico');
  await user.click(button('Save the changes'));
  await screen.findByRole('heading', { level: 1, name: /Nabucco, Act I/ });
  await user.click(button('Save the changes'));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]).toEqual({ venue: 'Teatro Filarmonico' });
});

test('a plan that is in use is said to be so', async () => {
  answer('get', '/events/e-nabucco', anEvent());
  answer('patch', '/events/e-nabucco', () => problem(409, 'plan-in-use'));
  const { user } = open('/admin/events/e-nabucco/edit', boss);
  await user.click(await screen.findByRole('button', { name: 'Remove row 2' }));
  await user.click(button('Save the changes'));
  expect(await screen.findByText(/Seats of this event are held or have been booked/)).toBeDefined();
});

test('an event that cannot be read is explained', async () => {
  answer('get', '/events/e-nabucco', () => problem(404, 'not-found'));
  open('/admin/events/e-nabucco/edit', boss);
  expect(await screen.findByText('The event cannot be shown')).toBeDefined();
});
