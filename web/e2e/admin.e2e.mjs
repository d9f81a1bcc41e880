// Administration against a real server: every page with figures in it, what is done there, and whom it is not for.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { inspect, inspectDialog, launch, visitor } from './browser.mjs';
import { aBuyer, anEvent, ask, signIn } from './house.mjs';

const { SEATLOG_URL: url, SEATLOG_ADMIN_EMAIL: adminEmail, SEATLOG_ADMIN_PASSWORD: adminPassword } = process.env;
assert.ok(url && adminEmail && adminPassword, 'SEATLOG_URL, SEATLOG_ADMIN_EMAIL and SEATLOG_ADMIN_PASSWORD must be set');

const anyEvent = '/events/01890000-0000-7000-8000-000000000001';
/** What only admins may see; staff may see the bookings, too. */
const pages = [
  '', '/events', '/events/new', `${anyEvent}/edit`, `${anyEvent}/seats`, '/users', '/mails', '/projections',
  ...['', '/sales', '/cancellations', '/lost-demand', '/sections', '/users', '/facts'].map((report) => `/reports${report}`),
  ...['', '/seat', '/actions', '/refusals', '/integrity'].map((part) => `/audit${part}`),
];

let browser;
let admin;
let event;
let buyer;
let clerk;
let booking;

const rows = (count, seats) => Array.from({ length: count }, (_, index) => ({ label: String.fromCharCode(65 + index), seats }));
const seating = { sections: [
  { id: 'ST', name: 'Stalls', kind: 'reserved', price_minor: 4500, rows: rows(12, 24) },
  { id: 'BA', name: 'Balcony شرفة 🎭', kind: 'reserved', price_minor: 9000, rows: rows(5, 30) },
  { id: 'GA', name: 'Standing', kind: 'general', price_minor: 2500, capacity: 400 },
] };

const book = (seats, by = buyer) => ask(url, 'POST', `/events/${event.id}/bookings`, { seats }, by.token);
const row = (label, from, to) => Array.from({ length: to - from + 1 }, (_, index) => `ST-${label}-${from + index}`);

before(async () => {
  event = await anEvent(url, 'Turandot, die chinesische Prinzessin mit dem Donaudampfschifffahrtsgesellschaftskapitän 🎭', { seating, max_seats_per_user: 400 });
  await anEvent(url, 'شهرزاد');
  buyer = await aBuyer(url, 'Calaf');
  clerk = await aBuyer(url, 'Ping');
  const { items: [account] } = await ask(url, 'GET', `/admin/users?q=${encodeURIComponent(clerk.email)}`, undefined, event.token);
  await ask(url, 'PATCH', `/admin/users/${account.id}`, { role: 'staff' }, event.token);
  booking = await book(row('A', 3, 20));
  await book(row('B', 5, 18));
  await book(row('C', 8, 14));
  await ask(url, 'POST', `/events/${event.id}/bookings`, { section: 'GA', quantity: 130 }, buyer.token);
  const given = await book(row('D', 1, 4));
  await ask(url, 'POST', `/bookings/${given.id}/cancel`, {}, buyer.token);
  const refused = await fetch(`${url}/api/v1/events/${event.id}/holds`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${buyer.token}` }, body: JSON.stringify({ seats: ['ST-A-3'] }),
  });
  assert.equal(refused.status, 409);
  browser = await launch();
  admin = await visitor(browser, url);
  await signIn(admin, url, { email: adminEmail, password: adminPassword });
});

after(async () => {
  await browser?.close();
});

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

test('administration is not for buyers, and staff see the bookings alone', async () => {
  for (const [person, mayRead] of [[buyer, []], [clerk, ['/bookings']]]) {
    const each = await visitor(browser, url);
    // Staff logged in before their role was changed: they do it again.
    await signIn(each, url, person);
    for (const path of [...pages, '/bookings']) {
      await each.page.goto(`/admin${path}`);
      await heading(each.page, mayRead.includes(path) ? 'Bookings' : 'Not for your account');
    }
    if (mayRead.length > 0) {
      await each.page.getByRole('row', { name: new RegExp(booking.reference) }).waitFor();
      await inspect(each.page, 'admin-bookings-staff');
    }
    assert.deepEqual(each.errors, []);
    await each.close();
  }
  const stranger = await visitor(browser, url);
  for (const path of [...pages.map((page) => `/admin${page}`), '/admin/bookings', '/account', '/tickets', '/tickets/01890000-0000-7000-8000-000000000001']) {
    await stranger.page.goto(path);
    await heading(stranger.page, 'Log in');
  }
  assert.deepEqual(stranger.errors, []);
  await stranger.close();
});

test('the overview has charts, the plan in the colours of its sales, and follows what is sold', async () => {
  const { page } = admin;
  await page.goto(`/admin?plan=${event.id}`);
  await page.getByRole('img', { name: /Seats sold over time/ }).waitFor();
  await page.getByRole('img', { name: /The plan of Turandot/ }).waitFor();
  await page.getByRole('row', { name: /Stalls.*39 of 288/ }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await inspect(page, 'admin-dashboard');
  await book(row('E', 1, 10));
  await page.getByRole('row', { name: /Stalls.*49 of 288/ }).waitFor();
});

test('reports are as of one moment, which the slider chooses by keyboard', async () => {
  const { page } = admin;
  await page.goto('/admin/reports?q=Turandot');
  await page.getByRole('row', { name: /Turandot.*179 of 838/ }).waitFor();
  await inspect(page, 'admin-reports');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download as CSV' }).click()]);
  assert.match(await readFile(await download.path(), 'utf8'), /^event_id,name,[^]*Turandot/);
  await page.getByRole('link', { name: /179 of 838: the facts behind it/ }).click();
  await page.getByRole('row', { name: /BookingCancelled.*-4/ }).waitFor();
  await inspect(page, 'admin-report-facts');
  await page.goto('/admin/reports?q=Turandot');
  await page.getByRole('slider', { name: 'As of', disabled: false }).press('Home');
  await page.getByText('No event matches').waitFor();
  assert.match(page.url(), /as_of=/);
  await page.getByRole('button', { name: 'Now' }).click();
  await page.getByRole('row', { name: /Turandot/ }).waitFor();
});

test('every other report is there', async () => {
  const { page } = admin;
  await page.goto(`/admin/reports/sales?event_id=${event.id}`);
  await page.getByRole('img', { name: /Sales: 179 in all/ }).waitFor();
  await inspect(page, 'admin-report-sales');
  await page.getByRole('link', { name: 'Cancellations' }).click();
  await page.getByRole('link', { name: /^4: |^1: / }).first().waitFor();
  await inspect(page, 'admin-report-cancellations');
  await page.getByRole('link', { name: 'Sections' }).click();
  await page.getByRole('row', { name: /Standing.*130 of 400/ }).waitFor();
  await inspect(page, 'admin-report-sections');
  await page.getByRole('link', { name: 'Lost demand' }).click();
  await page.getByText('No hold ran out unsold').waitFor();
  await inspect(page, 'admin-report-lost-demand');
  await page.getByRole('link', { name: 'User history' }).click();
  await page.getByRole('searchbox', { name: 'Find a user' }).fill(buyer.email);
  await page.getByRole('combobox', { name: 'User' }).selectOption(`Calaf (${buyer.email})`);
  await page.getByRole('row', { name: new RegExp(booking.reference) }).waitFor();
  await inspect(page, 'admin-report-user');
});

test('auditors read the log, the story of a seat, who did what and who went without', async () => {
  const { page } = admin;
  await page.goto(`/admin/audit?event_id=${event.id}`);
  const booked = page.getByRole('row', { name: /SeatsBooked/ }).first();
  await booked.getByText('Details').click();
  await booked.getByText('"ST-A-3"').waitFor();
  await inspect(page, 'admin-audit');
  await page.goto(`/admin/audit/seat?event_id=${event.id}&seat=ST-A-3`);
  await page.getByText('Somebody else had some of the seats').waitFor();
  await inspect(page, 'admin-audit-seat');
  await page.getByRole('link', { name: 'Actions of admins' }).click();
  await page.getByRole('row', { name: /PATCH.*users/ }).first().waitFor();
  await inspect(page, 'admin-audit-actions');
  await page.getByRole('link', { name: 'Refusals' }).click();
  await page.getByRole('row', { name: /ST-A-3/ }).first().waitFor();
  await inspect(page, 'admin-audit-refusals');
});

test('the log is verified, and a booking is proved', async () => {
  const { page } = admin;
  await page.goto('/admin/audit/integrity');
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.getByText('The log is what it was').waitFor();
  await inspect(page, 'admin-audit-integrity');
  await page.getByLabel('Booking id').fill(booking.id);
  const [proof] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the proof' }).click()]);
  assert.equal(JSON.parse(await readFile(await proof.path(), 'utf8')).position, booking.position);
});

test('a booking is found with its buyer, and cancelled', async () => {
  const { page } = admin;
  await page.goto('/admin/bookings');
  await page.getByRole('searchbox', { name: 'Search' }).fill(booking.reference);
  const found = page.getByRole('row', { name: new RegExp(`${booking.reference}.*Calaf`) });
  await found.waitFor();
  await page.getByRole('button', { name: `Cancel booking ${booking.reference}` }).click();
  await inspectDialog(page, 'admin-cancel-booking');
  await page.getByRole('button', { name: 'Cancel the booking' }).click();
  await found.getByText('Cancelled').waitFor();
});

test('a mail is shown as HTML in a frame that runs nothing', async () => {
  const { page } = admin;
  await page.goto('/admin/mails');
  await page.getByRole('button', { name: `View the mail to ${buyer.email}` }).first().click();
  await page.getByRole('button', { name: 'As HTML' }).click();
  await page.frameLocator('iframe').getByText('Turandot').first().waitFor();
  await inspectDialog(page, 'admin-mail');
  await page.getByRole('button', { name: 'Close' }).click();
});

test('a read model is built anew', async () => {
  const { page } = admin;
  await page.goto('/admin/projections');
  await page.getByRole('button', { name: 'Rebuild bookings' }).click();
  await inspectDialog(page, 'admin-rebuild');
  await page.getByRole('button', { name: 'Rebuild it' }).click();
  await page.getByText('bookings is being rebuilt.').waitFor();
  await page.getByRole('row', { name: /^bookings Running/ }).waitFor();
  await inspect(page, 'admin-projections');
});

test('a role is changed, and an event is cancelled with a reason', async () => {
  const { page } = admin;
  await page.goto(`/admin/users?q=${encodeURIComponent(clerk.email)}`);
  await page.getByRole('button', { name: 'Change role of Ping' }).click();
  await page.getByRole('combobox', { name: 'Role' }).selectOption('user');
  await inspectDialog(page, 'admin-role');
  await page.getByRole('button', { name: 'Change the role', exact: true }).click();
  await page.getByText('Ping is now').waitFor();
  const doomed = await anEvent(url, 'Otello');
  await page.goto('/admin/events');
  await page.getByRole('searchbox', { name: 'Search' }).fill(doomed.name);
  await page.getByRole('button', { name: `Cancel ${doomed.name}` }).click();
  await page.getByRole('button', { name: 'Cancel the event' }).click();
  await page.getByText('Say why, for those who booked.').waitFor();
  await inspectDialog(page, 'admin-cancel-event');
  await page.getByLabel('Reason').fill('The tenor is ill 🤒.');
  await page.getByRole('button', { name: 'Cancel the event' }).click();
  await page.getByRole('row', { name: doomed.name }).getByText('Cancelled').waitFor();
});

test('a person is erased, and their bookings stay', async () => {
  const { page } = admin;
  await page.goto(`/admin/users?q=${encodeURIComponent(buyer.email)}`);
  await page.getByRole('button', { name: 'Erase Calaf' }).click();
  await page.getByLabel(/To be sure/).fill(buyer.email);
  await inspectDialog(page, 'admin-erase');
  await page.getByRole('button', { name: 'Erase the account' }).click();
  await page.getByText('No user matches').waitFor();
  await page.goto(`/admin/bookings?q=${booking.reference}`);
  await page.getByRole('row', { name: new RegExp(`${booking.reference}.*Erased account`) }).waitFor();
});

test('administration speaks German too', async () => {
  const { page } = admin;
  await page.goto('/admin');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await heading(page, 'Überblick');
  await page.getByRole('img', { name: /Verkaufte Plätze im Zeitverlauf/ }).waitFor();
  await inspect(page, 'admin-dashboard-de');
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
  await heading(page, 'Overview');
});

test('nobody met an error on the way', () => {
  assert.deepEqual(admin.errors, []);
});

test('a failure is explained part by part, and a session that ended leads to the login', async () => {
  const broken = await visitor(browser, url, { serviceWorkers: 'block' });
  await signIn(broken, url, { email: adminEmail, password: adminPassword });
  const { page } = broken;
  await page.route('**/api/v1/reports/summary*', (route) => route.fulfill({ status: 500, body: 'broken' }));
  await page.goto('/admin');
  await page.getByText('The totals cannot be shown').waitFor();
  await inspect(page, 'admin-dashboard-broken');
  await page.route('**/api/v1/admin/users*', (route) => route.fulfill({ status: 401, json: { type: '/problems/unauthenticated', title: 'x', status: 401 } }));
  await page.context().clearCookies();
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Users' }).click();
  await heading(page, 'Log in');
});
