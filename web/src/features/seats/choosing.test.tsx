import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { anEvent, aSeatMap, inDays, listOf, maria } from '@/testing/fixtures';
import { houseIsOpen, seat, showRow, takesHolds } from '@/testing/house';
import { open } from '@/testing/render';
import { answer, problem, signedIn } from '@/testing/server';

const A1 = 'Stalls, row A, seat 1, 45.00 EUR, free';
const A1chosen = 'Stalls, row A, seat 1, 45.00 EUR, chosen';
const A2taken = 'Stalls, row A, seat 2, 45.00 EUR, taken';

test('leads from the section to the row to the seat', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco', maria);
  expect(await screen.findByRole('heading', { level: 1, name: 'Nabucco' })).toBeDefined();
  expect(await screen.findByRole('button', { name: /Stalls.*5 of 6 free/ })).toBeDefined();
  expect(screen.queryByRole('combobox', { name: 'Row' })).toBeNull();
  await user.click(screen.getByRole('button', { name: /Stalls/ }));
  expect(within(await screen.findByRole('group', { name: 'Row A' })).getAllByRole('button')).toHaveLength(3);
  expect(screen.getAllByRole('option', { name: /Row/ }).map(({ textContent }) => textContent)).toEqual(['Row A, 2 of 3 free', 'Row B, 3 of 3 free']);
  await showRow(user, 'B');
  expect(within(screen.getByRole('group', { name: 'Row B' })).getAllByRole('button')).toHaveLength(3);
  await expectNoViolations();
});

test('a double click is one wish with one key', async () => {
  houseIsOpen();
  const sent = takesHolds();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat(A1));
  await user.dblClick(screen.getByRole('button', { name: 'Hold 1 seat' }));
  await screen.findByRole('region', { name: 'Held for you' });
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
});

test('a lost answer is asked for again under the same key, another wish under another', async () => {
  houseIsOpen();
  const sent = takesHolds(undefined, () => HttpResponse.error(), () => problem(503, 'busy'), () => problem(503, 'busy'));
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat(A1));
  await user.click(screen.getByRole('button', { name: 'Hold 1 seat' }));
  expect(await screen.findByText(/Pressing the button again is safe/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Hold 1 seat' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  await screen.findByText(/Many people are here right now/);
  await user.click(screen.getByRole('button', { name: 'Stalls, row A, seat 3, 45.00 EUR, free' }));
  await user.click(screen.getByRole('button', { name: 'Hold 2 seats' }));
  await waitFor(() => expect(sent).toHaveLength(3));
  expect(sent[0]?.key).toBeTruthy();
  expect(sent[1]?.key).toBe(sent[0]?.key);
  expect(sent[2]?.key).not.toBe(sent[0]?.key);
});

test('explains a seat that somebody else took, lets it go and shows the plan as it is now', async () => {
  houseIsOpen();
  takesHolds(undefined, () => problem(409, 'seat-taken', { seats: ['ST-A-1'] }));
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat(A1));
  await user.click(screen.getByRole('button', { name: 'Stalls, row A, seat 3, 45.00 EUR, free' }));
  answer('get', '/events/e-nabucco/seats', aSeatMap({ booked: ['ST-A-1', 'ST-A-2'] }));
  await user.click(screen.getByRole('button', { name: 'Hold 2 seats' }));
  const notice = await screen.findByRole('alert');
  expect(within(notice).getByText('Somebody was faster')).toBeDefined();
  expect(within(notice).getByText('Stalls, row A, seat 1')).toBeDefined();
  expect((await seat('Stalls, row A, seat 1, 45.00 EUR, taken')).getAttribute('aria-disabled')).toBe('true');
  expect(screen.getByRole('button', { name: 'Hold 1 seat' })).toBeDefined();
});

test('a taken seat cannot be chosen', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat(A2taken));
  expect(screen.getByText(/Nothing yet/)).toBeDefined();
});

test('stops at the most seats that one person may have', async () => {
  houseIsOpen(anEvent({ max_seats_per_user: 1 }));
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat(A1));
  await user.click(screen.getByRole('button', { name: 'Stalls, row A, seat 3, 45.00 EUR, free' }));
  expect(screen.getByRole('alert').textContent).toContain('At most 1 seat per person');
  expect(screen.getByRole('button', { name: 'Hold 1 seat' })).toBeDefined();
});

test('says how many one already has when the server counts more than the page does', async () => {
  houseIsOpen();
  takesHolds(undefined, () => problem(409, 'limit-reached', { limit: 4, held_or_booked: 4 }));
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat(A1));
  await user.click(screen.getByRole('button', { name: 'Hold 1 seat' }));
  expect((await screen.findByRole('alert')).textContent).toContain('You already have 4 seats for this event');
});

test('walks the seats by the arrow keys, with one stop for the Tab key', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  const first = await seat(A1);
  expect(screen.getAllByRole('button').filter((button) => button.dataset['row'] !== undefined && button.tabIndex === 0)).toEqual([first]);
  first.focus();
  await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowDown}');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Stalls, row B, seat 2A, 45.00 EUR, free');
  await user.keyboard(' ');
  expect(screen.getByRole('button', { name: 'Hold 1 seat' })).toBeDefined();
});

test('holds places without numbers by how many', async () => {
  houseIsOpen();
  const sent = takesHolds();
  const { user } = open('/events/e-nabucco?section=GA', maria);
  const quantity = await screen.findByRole('spinbutton', { name: 'Number of places' });
  await user.clear(quantity);
  await user.type(quantity, '9');
  await user.click(screen.getByRole('button', { name: 'Choose' }));
  expect(screen.getByText('Enter a number from 1 to 4.')).toBeDefined();
  await user.clear(quantity);
  await user.type(quantity, '3');
  await user.click(screen.getByRole('button', { name: 'Choose' }));
  expect(screen.getByText('€75.00')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Hold 3 places' }));
  await screen.findByRole('region', { name: 'Held for you' });
  expect(sent[0]?.body).toEqual({ section: 'GA', quantity: 3 });
});

test('lets the system find the best seats', async () => {
  const balcony = { id: 'BA', name: 'Balcony', kind: 'reserved' as const, price_minor: 3000, rows: [{ label: 'A', seats: 9 }] };
  houseIsOpen(anEvent({ seating: { sections: [...anEvent().seating.sections, balcony] } }));
  const sent = takesHolds(undefined, () => problem(409, 'not-enough-seats'));
  const { user } = open('/events/e-nabucco', maria);
  await screen.findByRole('link', { name: 'My tickets' });
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Where' }), 'Balcony');
  await user.click(screen.getByRole('button', { name: 'Best 2 seats' }));
  expect(await screen.findByText('Not enough seats are free')).toBeDefined();
  expect(sent[0]?.body).toEqual({ best_available: { quantity: 2, section: 'BA' } });
  expect(screen.getAllByRole('button', { name: /^Best/ })).toHaveLength(4);
});

test('keeps the choice while somebody logs in', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco?section=ST');
  await user.click(await seat(A1));
  await user.click(screen.getByRole('link', { name: 'Log in to book' }));
  answer('post', '/auth/login', signedIn(maria));
  await user.type(await screen.findByLabelText('E-mail'), maria.email);
  await user.type(screen.getByLabelText('Password'), 'correct horse battery');
  await user.click(screen.getByRole('button', { name: 'Log in' }));
  expect(await seat(A1chosen)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Hold 1 seat' })).toBeDefined();
});

test.each([
  ['cancelled', { status: 'cancelled' as const }, 'This event is cancelled'],
  ['over', { starts_at: inDays(-1) }, 'This event has begun or is over'],
  ['not open yet', { sales_open_at: inDays(2) }, 'Not on sale yet'],
  ['closed early', { sales_close_at: inDays(-1) }, 'Sales are closed'],
])('an event that is %s offers no seats and says why', async (_, changes, words) => {
  houseIsOpen(anEvent(changes));
  open('/events/e-nabucco');
  expect(await screen.findByText(words)).toBeDefined();
  expect(screen.queryByText('Choose a section')).toBeNull();
});

test('whoever is not signed in chooses the best seats and logs in to hold them', async () => {
  houseIsOpen();
  const { user } = open('/events/e-nabucco');
  await user.click(await seat('Best 3 seats'));
  expect(screen.getByText('The best 3 seats still free anywhere')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Log in to book' })).toBeDefined();
});

test('seats that the organiser took off sale are not said to be somebody else\'s', async () => {
  houseIsOpen();
  takesHolds(undefined, () => problem(409, 'seat-taken', { seats: ['ST-A-1'] }));
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat(A1));
  const seats = Response.json(aSeatMap({ blocked: ['ST-A-1'] }));
  const told: ((seats: Response) => void)[] = [];
  answer('get', '/events/e-nabucco/seats', () => new Promise<Response>((tell) => told.push(tell)));
  await user.click(screen.getByRole('button', { name: 'Hold 1 seat' }));
  await waitFor(() => expect(told).toHaveLength(1));
  // Nothing is read aloud that would have to be taken back.
  expect(screen.queryByRole('alert')).toBeNull();
  told[0]?.(seats);
  expect(await screen.findByText('No longer for sale')).toBeDefined();
  expect(screen.getByText('Stalls, row A, seat 1: the organiser took it off sale')).toBeDefined();
  expect(screen.queryByText('Somebody was faster')).toBeNull();
});

test('an unknown event is said to be unknown', async () => {
  answer('get', '/events/e-gone', () => problem(404, 'not-found'));
  open('/events/e-gone');
  expect(await screen.findByRole('heading', { level: 1, name: 'No such event' })).toBeDefined();
  await expectNoViolations();
});

test('seats that cannot be read can be asked for again', async () => {
  answer('get', '/events/e-nabucco', anEvent());
  answer('get', '/events/e-nabucco/seats', () => problem(503, 'busy'));
  answer('get', '/events', listOf([]));
  const { user } = open('/events/e-nabucco');
  await screen.findByText('The seats cannot be shown');
  answer('get', '/events/e-nabucco/seats', aSeatMap());
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Choose a section')).toBeDefined();
});
