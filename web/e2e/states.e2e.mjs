// The pages of a buyer when something is missing, over, empty, broken or nearly lost: each is looked at in both themes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { glance, inspect, inspectDialog, launch, visitor } from './browser.mjs';
import { aBuyer, anEvent, ask, signIn } from './house.mjs';

const { SEATLOG_URL: url } = process.env;
assert.ok(url, 'SEATLOG_URL must be set');

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString();

let browser;
let guest;
let event;

before(async () => {
  browser = await launch();
  guest = await visitor(browser, url);
  event = await anEvent(url, 'Così <b>fan</b> "tutte" & 🎭', { description: 'Ein Spaß </head>\nin zwei Akten.', image_url: `${url}/demo/theatre.svg` });
});

after(async () => {
  await browser?.close();
});

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

test('a link to an event tells elsewhere what it leads to, whatever the event is called', async () => {
  await guest.page.goto(`/events/${event.id}`);
  await heading(guest.page, event.name);
  const answer = await fetch(`${url}/events/${event.id}`);
  const page = await answer.text();
  const read = await guest.page.evaluate((text) => {
    const { head } = new DOMParser().parseFromString(text, 'text/html');
    const said = (name) => head.querySelector(`[property="og:${name}"]`)?.content;
    return { title: head.querySelector('title')?.textContent, name: said('title'), about: said('description'), picture: said('image'), address: said('url') };
  }, page);
  assert.equal(read.title, `${event.name} · Seatlog`);
  assert.equal(read.name, event.name);
  assert.match(read.about, /^\d+ \w+ \d{4}, \d\d:\d\d UTC, Teatro Olimpico\. Ein Spaß <\/head> in zwei Akten\.$/);
  assert.equal(read.picture, event.image_url);
  assert.equal(read.address, `${url}/events/${event.id}`);
  assert.match(answer.headers.get('content-security-policy'), /default-src 'self'/);
  const again = await fetch(`${url}/events/${event.id}`, { headers: { 'if-none-match': answer.headers.get('etag') } });
  assert.equal(again.status, 304);
});

test('events that cannot be bought say why', async () => {
  const { page } = guest;
  const cancelled = await anEvent(url, 'Fidelio');
  await ask(url, 'POST', `/events/${cancelled.id}/cancel`, { reason: 'The tenor is ill.' }, cancelled.token);
  const early = await anEvent(url, 'Salome', { sales_open_at: inDays(3) });
  const full = await anEvent(url, 'Elektra', { seating: { sections: [{ id: 'L', name: 'Loge', kind: 'reserved', price_minor: 9000, rows: [{ label: 'A', seats: 1 }] }] } });
  await ask(url, 'POST', `/events/${full.id}/bookings`, { seats: ['L-A-1'] }, full.token);
  for (const [id, words, name] of [[cancelled.id, 'This event is cancelled', 'event-cancelled'], [early.id, 'Not on sale yet', 'event-not-open'], [full.id, 'Sold out', 'event-sold-out']]) {
    await page.goto(`/events/${id}`);
    await page.getByText(words, { exact: true }).waitFor();
    await glance(page, name);
  }
  await page.goto('/events/01890000-0000-7000-8000-000000000001');
  await heading(page, 'No such event');
  await glance(page, 'event-unknown');
});

test('a list without a match, and one that the server cannot give, say what to do', async () => {
  const { page } = guest;
  await page.goto('/?q=nothing+is+called+so&price_to=1');
  await page.getByText('No event matches').waitFor();
  await glance(page, 'events-no-match');
  const body = JSON.stringify({ type: '/problems/internal', title: 'Internal', status: 500, detail: 'x', retryable: false });
  await page.route('**/api/v1/events?*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body }));
  await page.goto('/');
  await page.getByText('Something went wrong on the server.').waitFor();
  await glance(page, 'events-error');
  await page.unroute('**/api/v1/events?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('list', { name: 'Events' }).waitFor();
  guest.errors.splice(0, guest.errors.length, ...guest.errors.filter((error) => !error.includes('status of 500')));
});

/** Answers the list from so many events, as the server would, page by page. */
async function holdEvents(page, count) {
  await page.route('**/api/v1/events?*', async (route) => {
    const { searchParams } = new URL(route.request().url());
    const [from, limit] = ['cursor', 'limit'].map((name) => Number(searchParams.get(name) ?? 0));
    const items = Array.from({ length: Math.min(limit, count - from) }, (_, at) => ({ ...event, id: `${event.id.slice(0, -5)}${10_000 + from + at}`, name: `Evening ${from + at + 1}` }));
    const next = from + limit;
    await route.fulfill({ json: { items, next_cursor: next < count ? String(next) : null } });
  });
}

test('a house without events says so, and ten thousand are walked through page by page', async () => {
  const { page } = guest;
  await holdEvents(page, 0);
  await page.goto('/');
  await page.getByText('No events are on sale yet').waitFor();
  await inspect(page, 'events-none');
  await page.unroute('**/api/v1/events?*');
  await holdEvents(page, 10_000);
  await page.goto('/');
  for (let number = 2; number <= 25; number += 1) {
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByText(`Page ${number}`, { exact: true }).waitFor();
    await page.getByRole('link', { name: `Evening ${(number - 1) * 12 + 1}`, exact: true }).waitFor();
  }
  assert.ok(page.url().length < 2_000, page.url());
  await inspect(page, 'events-many');
  await page.getByRole('link', { name: 'Evening 289', exact: true }).click();
  await page.waitForURL('**/events/*');
  await page.goBack();
  await page.getByText('Page 25', { exact: true }).waitFor();
  await page.goto('/?page=9996&pages_before=832');
  await page.getByText('Page 834', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Evening 10000', exact: true }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Next page' }).count(), 0);
  await page.unroute('**/api/v1/events?*');
  guest.errors.splice(0, guest.errors.length, ...guest.errors.filter((error) => !error.includes('status of 404')));
});

test('a price filter leaves what is dearer out, and stays in the address', async () => {
  const { page } = guest;
  const cheap = await anEvent(url, 'Carmen', { seating: { sections: [{ id: 'ST', name: 'Standing', kind: 'general', price_minor: 700, capacity: 9 }] } });
  await page.goto(`/?q=${encodeURIComponent(cheap.name.split(' ').at(-1))}`);
  await page.getByRole('link', { name: event.name }).waitFor();
  await page.getByRole('textbox', { name: 'Price up to' }).fill('7,50');
  await page.getByRole('link', { name: event.name }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: cheap.name }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: cheap.name }).waitFor();
  assert.equal(await page.getByRole('link', { name: event.name }).count(), 0);
});

test('a hold is warned of before it ends, and one press of a key gives more time', async () => {
  const buyer = await visitor(browser, url);
  const { page } = buyer;
  await signIn(buyer, url, await aBuyer(url, 'Despina'));
  await page.goto(`/events/${event.id}`);
  await page.getByRole('link', { name: 'My tickets' }).waitFor();
  // The page is told that the hold began long ago and has less than a minute left.
  await page.route('**/holds', async (route) => {
    const answer = await route.fetch();
    const [held_at, expires_at] = [-600_000, 58_000].map((away) => new Date(Date.now() + away).toISOString());
    await route.fulfill({ response: answer, json: { ...(await answer.json()), held_at, expires_at } });
  }, { times: 1 });
  await page.getByRole('button', { name: 'Best 2 seats' }).click();
  const held = page.getByRole('region', { name: 'Held for you' });
  await held.getByRole('timer').waitFor();
  await page.getByRole('dialog', { name: 'Your time is running out' }).waitFor();
  await inspectDialog(page, 'hold-warning');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await held.getByRole('timer').filter({ hasText: /(9:\d\d|10:00)$/ }).waitFor();
  await held.getByRole('button', { name: 'Release' }).click();
  await page.getByText('The seats are released.').waitFor();
  assert.deepEqual(buyer.errors, []);
  await buyer.close();
});

test('an account without tickets, a link that is used up and a session that ended are explained', async () => {
  const buyer = await visitor(browser, url);
  const { page, context, errors } = buyer;
  await signIn(buyer, url, await aBuyer(url, 'Dorabella'));
  await page.goto('/tickets');
  await page.getByText('No upcoming tickets').waitFor();
  await page.getByRole('region', { name: 'Your address is not verified yet.' }).waitFor();
  await glance(page, 'tickets-none');
  await page.goto('/verify-email#token=used-up');
  await page.getByText('Your address is not verified', { exact: true }).waitFor();
  await glance(page, 'verify-email');
  await page.goto('/tickets/01890000-0000-7000-8000-000000000001');
  await heading(page, 'No such ticket');
  await glance(page, 'ticket-unknown');
  await context.clearCookies();
  await page.goto('/tickets');
  await page.getByText('Your session has ended').waitFor();
  await glance(page, 'login-expired');
  assert.deepEqual(errors, []);
  await buyer.close();
});

test('a ticket is one sheet of paper', async () => {
  const buyer = await visitor(browser, url);
  const { page, errors } = buyer;
  const account = await aBuyer(url, 'Fiordiligi');
  await signIn(buyer, url, account);
  const booking = await ask(url, 'POST', `/events/${event.id}/bookings`, { best_available: { quantity: 6 } }, account.token);
  await page.goto(`/tickets/${booking.id}`);
  await page.getByRole('img', { name: /^QR code/ }).waitFor();
  await page.evaluate(() => document.fonts.ready);
  const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b(?!s)/g);
  assert.equal(sheets?.length, 1);
  assert.deepEqual(errors, []);
  await buyer.close();
});

test('a page whose code cannot be fetched says so, and can be loaded again', async () => {
  const buyer = await visitor(browser, url);
  const { page } = buyer;
  await page.goto('/');
  await page.getByRole('link', { name: 'Log in' }).waitFor();
  await page.route('**/assets/login-page-*.js', (route) => route.abort());
  await page.getByRole('link', { name: 'Log in' }).click();
  await heading(page, 'This page failed');
  await inspectDialog(page, 'crashed');
  await page.unroute('**/assets/login-page-*.js');
  await page.getByRole('button', { name: 'Load again' }).click();
  await heading(page, 'Log in');
  await buyer.close();
});

test('nobody met an error on the way', () => {
  assert.deepEqual(guest.errors, []);
});
