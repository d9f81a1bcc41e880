import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reloadKeptHolds } from '@/api/kept-holds';
import { resetSession } from '@/api/session';
import { expectNoViolations } from '@/testing/axe';
import { aBooking, aHold, anEvent, aSeatMap, boss, inSeconds, maria } from '@/testing/fixtures';
import { houseIsOpen, openWithHold, seat, showRow, takesBookings, takesHolds } from '@/testing/house';
import { open } from '@/testing/render';
import { answer, done, problem } from '@/testing/server';

const heldPanel = () => screen.findByRole('region', { name: 'Held for you' });
const choicePanel = () => screen.findByRole('region', { name: 'Your choice' });
const timeLeft = () => screen.getByRole('timer').textContent;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The clock alone moves on; what waits for it looks at it four times a second. */
const secondsPass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000);

/** As the browser does it: what was in memory is gone, what is in its storages is not. */
function reload(as = maria) {
  cleanup();
  resetSession();
  reloadKeptHolds();
  return open('/events/e-nabucco', as);
}

test('holds the chosen seats, books them from the hold and shows the reference', async () => {
  const { user, location } = await openWithHold();
  const panel = within(await heldPanel());
  expect(within(panel.getByRole('list', { name: 'Held seats' })).getAllByRole('listitem').map(({ textContent }) => textContent))
    .toEqual(['Stalls, row A, seat 1€45.00', 'Stalls, row A, seat 3€45.00']);
  expect(panel.getByText('€90.00')).toBeDefined();
  expect(document.activeElement).toBe(await heldPanel());
  await expectNoViolations();
  const sent = takesBookings();
  await user.click(panel.getByRole('button', { name: 'Book 2 seats' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Your seats are booked' })).toBeDefined();
  expect(screen.getByText('SL7K2M9P')).toBeDefined();
  expect(location()).toBe('/tickets/b-1');
  expect(sent.map(({ body }) => body)).toEqual([{ hold_id: 'h-1' }]);
  await waitFor(() => expect(sessionStorage.getItem('seatlog-holds')).toBe('{}'));
});

test('reads its own booking: what is read after it asks for its position', async () => {
  const { user } = await openWithHold();
  takesBookings();
  let wanted: string | null = null;
  answer('get', '/events/e-nabucco', ({ request }) => {
    wanted = request.headers.get('seatlog-min-position');
    return HttpResponse.json(anEvent());
  });
  await user.click(screen.getByRole('button', { name: 'Book 2 seats' }));
  await screen.findByText('SL7K2M9P');
  await waitFor(() => expect(wanted).toBe('9'));
});

test('a booking whose answer was lost is sent again under the same key', async () => {
  const { user } = await openWithHold();
  const sent = takesBookings(() => HttpResponse.error(), () => HttpResponse.json(aBooking(), { status: 201 }));
  await user.click(screen.getByRole('button', { name: 'Book 2 seats' }));
  expect(await screen.findByText(/you cannot book twice by it/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Book 2 seats' }));
  await screen.findByText('SL7K2M9P');
  expect(sent).toHaveLength(2);
  expect(sent[0]?.key).toBeTruthy();
  expect(sent[1]?.key).toBe(sent[0]?.key);
});

test('while seats are held the plan shows them as one\'s own, and no other can be chosen', async () => {
  const { user } = await openWithHold();
  expect((await seat('Stalls, row A, seat 1, 45.00 EUR, held for you')).getAttribute('aria-pressed')).toBe('true');
  await showRow(user, 'B');
  const other = await seat('Stalls, row B, seat 1, 45.00 EUR, free');
  expect(other.getAttribute('aria-disabled')).toBe('true');
  await user.click(other);
  expect(other.getAttribute('aria-pressed')).toBe('false');
  expect(screen.queryByRole('region', { name: 'Best available' })).toBeNull();
});

test('the best seats are held by one click, and shown where they are', async () => {
  houseIsOpen();
  const sent = takesHolds();
  const { user } = open('/events/e-nabucco', maria);
  await screen.findByRole('link', { name: 'My tickets' });
  await user.click(await seat('Best 2 seats'));
  expect(await seat('Stalls, row A, seat 3, 45.00 EUR, held for you')).toBeDefined();
  expect(sent[0]?.body).toEqual({ best_available: { quantity: 2 } });
});

test('the time left is shown by the second, and said only now and then', async () => {
  await openWithHold();
  expect(timeLeft()).toMatch(/10:00|9:59/);
  const said = () => screen.getAllByRole('status').map(({ textContent }) => textContent).filter((text) => text.endsWith(' left'));
  expect(said()).toEqual([]);
  secondsPass(301);
  await waitFor(() => expect(timeLeft()).toMatch(/4:5\d/));
  expect(said()).toEqual(['5 minutes left']);
  secondsPass(100);
  await waitFor(() => expect(timeLeft()).toMatch(/3:1\d/));
  expect(said()).toEqual(['5 minutes left']);
  const bar = screen.getByRole('link', { name: '2 held, €90.00' });
  await waitFor(() => expect(bar.textContent).toContain(timeLeft().replace('Time left: ', '')));
  secondsPass(150);
  await waitFor(() => expect(said()).toEqual(['1 minute left']));
});

test('the time is the server\'s, whatever the visitor\'s clock says', async () => {
  houseIsOpen();
  const hold = aHold({ expires_at: inSeconds(3_600 + 600) });
  const anHourAhead = { Date: new Date(Date.now() + 3_600_000).toUTCString() };
  takesHolds(hold, () => HttpResponse.json(hold, { status: 201, headers: anHourAhead }));
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat('Stalls, row A, seat 1, 45.00 EUR, free'));
  await user.click(await seat('Hold 1 seat'));
  await heldPanel();
  expect(timeLeft()).toMatch(/10:0\d|9:5\d/);
});

test('more time is given on wish', async () => {
  const { user } = await openWithHold();
  secondsPass(480);
  answer('post', '/holds/h-1/extend', aHold({ expires_at: inSeconds(600) }));
  await user.click(screen.getByRole('button', { name: 'More time' }));
  expect(await screen.findByText(/You have 8 minutes more/)).toBeDefined();
  await waitFor(() => expect(timeLeft()).toMatch(/10:00|9:5\d/));
});

test('at the longest time the hold stays as it is, and asking for more is over', async () => {
  const { user } = await openWithHold();
  answer('post', '/holds/h-1/extend', () => problem(409, 'hold-cap-reached'));
  await user.click(screen.getByRole('button', { name: 'More time' }));
  expect(await screen.findByText(/cannot be held any longer/)).toBeDefined();
  expect(timeLeft()).toMatch(/10:00|9:5\d/);
  const more = screen.getByRole('button', { name: 'More time' });
  expect(more.getAttribute('aria-disabled')).toBe('true');
  await user.click(more);
  expect(screen.getByRole('button', { name: 'Book 2 seats' })).toBeDefined();
  await expectNoViolations();
});

test.each([
  ['released seats go back', 9],
  ['seats that were released before are read anew', undefined],
])('%s, and one chooses anew', async (_, position) => {
  const { user } = await openWithHold();
  let released = 0;
  answer('delete', '/holds/h-1', () => {
    released += 1;
    return done(position);
  });
  await user.click(screen.getByRole('button', { name: 'Release' }));
  expect(document.activeElement).toBe(await choicePanel());
  expect(await screen.findByText('The seats are released.')).toBeDefined();
  expect(released).toBe(1);
  expect((await seat('Stalls, row A, seat 1, 45.00 EUR, free')).getAttribute('aria-disabled')).toBeNull();
  expect(screen.getByText(/Nothing yet/)).toBeDefined();
});

test('a release that does not get through leaves the hold, and says so', async () => {
  const { user } = await openWithHold();
  answer('delete', '/holds/h-1', () => problem(503, 'busy'));
  await user.click(screen.getByRole('button', { name: 'Release' }));
  expect(await screen.findByText('That did not get through')).toBeDefined();
  expect(await heldPanel()).toBeDefined();
});

test('when the time runs out the page says so, keeps the choice, and the same seats are held anew as another wish', async () => {
  const { user, holds } = await openWithHold();
  answer('get', '/holds/h-1', () => problem(410, 'hold-expired'));
  secondsPass(601);
  expect((await screen.findByRole('alert')).textContent).toContain('Your time ran out');
  expect(within(await choicePanel()).getByText('Stalls, row A, seat 3')).toBeDefined();
  expect(await seat('Stalls, row A, seat 1, 45.00 EUR, chosen')).toBeDefined();
  await expectNoViolations();
  const sent = takesHolds(aHold({ id: 'h-2', expires_at: inSeconds(600) }));
  await user.click(await seat('Hold 2 seats'));
  await heldPanel();
  expect(sent).toMatchObject(holds.map(({ body }) => ({ body })));
  expect(sent[0]?.key).not.toBe(holds[0]?.key);
  expect(screen.queryByText('Your time ran out')).toBeNull();
});

test('a hold that was given more time on another page goes on here', async () => {
  await openWithHold();
  answer('get', '/holds/h-1', aHold({ expires_at: inSeconds(900) }));
  secondsPass(601);
  await waitFor(() => expect(timeLeft()).toMatch(/[45]:\d\d/));
  expect(screen.queryByText('Your time ran out')).toBeNull();
});

test('until the server says that the time is up, the page does not', async () => {
  const { user } = await openWithHold();
  answer('get', '/holds/h-1', () => HttpResponse.error());
  secondsPass(601);
  expect(await screen.findByText(/Asking what became of your seats/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Book 2 seats' }));
  answer('get', '/holds/h-1', () => problem(410, 'hold-expired'));
  expect(await screen.findByText('Your time ran out')).toBeDefined();
});

test.each([
  ['Book 2 seats', () => answer('post', '/events/e-nabucco/bookings', () => problem(410, 'hold-expired')), 'Your time ran out'],
  ['Book 2 seats', () => answer('post', '/events/e-nabucco/bookings', () => problem(409, 'hold-already-booked')), 'The seats you held are booked'],
  ['More time', () => answer('post', '/holds/h-1/extend', () => problem(410, 'hold-expired')), 'Your time ran out'],
  ['More time', () => answer('post', '/holds/h-1/extend', () => problem(404, 'not-found')), 'The seats are no longer held for you'],
  ['Release', () => answer('delete', '/holds/h-1', () => problem(409, 'hold-already-booked')), 'The seats you held are booked'],
])('"%s" is told that the hold has ended', async (button, refuses, words) => {
  const { user } = await openWithHold();
  refuses();
  await user.click(screen.getByRole('button', { name: button }));
  expect(await screen.findByText(words)).toBeDefined();
  expect(await choicePanel()).toBeDefined();
});

test('a refused booking leaves the hold, and says why', async () => {
  const { user } = await openWithHold();
  takesBookings(() => problem(409, 'sales-closed'));
  await user.click(screen.getByRole('button', { name: 'Book 2 seats' }));
  expect((await screen.findByRole('alert')).textContent).toContain('This event is not on sale now');
  expect(await heldPanel()).toBeDefined();
});

test('held seats that outlive the sale are said to be lost for booking, and can be released', async () => {
  houseIsOpen(anEvent({ sales_close_at: inSeconds(300) }));
  takesHolds();
  const { user } = open('/events/e-nabucco?section=ST', maria);
  await user.click(await seat('Stalls, row A, seat 1, 45.00 EUR, free'));
  await user.click(await seat('Hold 1 seat'));
  await heldPanel();
  secondsPass(301);
  expect(await screen.findByText('These seats can no longer be booked')).toBeDefined();
  expect(screen.getByText('Sales are closed')).toBeDefined();
  await expectNoViolations();
  let released = 0;
  answer('delete', '/holds/h-1', () => {
    released += 1;
    return done();
  });
  await user.click(screen.getByRole('button', { name: 'Release' }));
  await waitFor(() => expect(screen.queryByText('These seats can no longer be booked')).toBeNull());
  expect(released).toBe(1);
});

test('a reload finds the running hold again, and no token is kept for it', async () => {
  await openWithHold();
  expect(sessionStorage.getItem('seatlog-holds')).toBe('{"e-nabucco":{"hold":"h-1","user":"u-maria"}}');
  reload();
  const panel = within(await heldPanel());
  expect(panel.getByText('Stalls, row A, seat 3')).toBeDefined();
  expect(await seat('Stalls, row A, seat 3, 45.00 EUR, held for you')).toBeDefined();
  expect(document.activeElement).toBe(document.body);
});

test.each([
  ['ran out', () => problem(410, 'hold-expired'), 'Your time ran out'],
  ['was booked', () => problem(409, 'hold-already-booked'), 'The seats you held are booked'],
  ['was released', () => problem(404, 'not-found'), 'The seats are no longer held for you'],
])('a reload after the hold %s says so', async (_, answers, words) => {
  await openWithHold();
  answer('get', '/holds/h-1', answers);
  reload();
  expect(await screen.findByText(words)).toBeDefined();
  expect(screen.getByText(/Nothing yet/)).toBeDefined();
});

test('a reload that cannot ask for the hold can ask again', async () => {
  await openWithHold();
  answer('get', '/holds/h-1', () => problem(503, 'busy'));
  const { user } = reload();
  await screen.findByText('Your held seats cannot be shown');
  answer('get', '/holds/h-1', aHold());
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await heldPanel()).toBeDefined();
});

test('the next person at the same browser does not see the hold', async () => {
  await openWithHold();
  reload(boss);
  expect(await choicePanel()).toBeDefined();
  expect(screen.queryByRole('timer')).toBeNull();
});

test('whoever holds the last seats does not read that the event is sold out', async () => {
  await openWithHold();
  answer('get', '/events/e-nabucco/seats', aSeatMap({ free: 0, held: ['ST-A-1', 'ST-A-3'] }));
  reload();
  expect(await heldPanel()).toBeDefined();
  expect(screen.queryByText('Sold out')).toBeNull();
});
