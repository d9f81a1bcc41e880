// What a buyer does besides booking, in German: find an event, look after the account, show a ticket at a door
// where there is no network.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { glance, inspect, inspectDialog, launch, phone, visitor } from './browser.mjs';

const { SEATLOG_URL: url, SEATLOG_ADMIN_EMAIL: adminEmail, SEATLOG_ADMIN_PASSWORD: adminPassword } = process.env;
assert.ok(url && adminEmail && adminPassword, 'SEATLOG_URL, SEATLOG_ADMIN_EMAIL and SEATLOG_ADMIN_PASSWORD must be set');

const stamp = Date.now().toString(36);
const longName = `Die wundersame Reise des Donaudampfschifffahrtsgesellschaftskapitäns 🎭 ${stamp}`;
const arabicName = `حلاق إشبيلية ${stamp}`;
const email = `lena.${stamp}@example.org`;
const password = `der hölle rache ${stamp}`;

let browser;
let buyer;

async function call(method, path, body, token) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
  return response.json();
}

const tokenOf = async (user, secret) => (await call('POST', '/auth/login', { email: user, password: secret })).access_token;

const anEvent = (name) => ({
  name, description: 'Zwei Akte.', venue: 'Staatsoper', currency: 'EUR', max_seats_per_user: 6,
  starts_at: new Date(Date.now() + 20 * 86_400_000).toISOString(),
  image_url: `${url}/no/such/picture.png`,
  seating: { sections: [{ id: 'P', name: 'Parkett', kind: 'reserved', price_minor: 4550, rows: [{ label: 'A', seats: 10 }] }] },
});

let event;
let arabic;

before(async () => {
  const admin = await tokenOf(adminEmail, adminPassword);
  event = await call('POST', '/events', anEvent(longName), admin);
  arabic = await call('POST', '/events', anEvent(arabicName), admin);
  browser = await launch();
  buyer = await visitor(browser, url, { locale: 'de-DE' });
});

after(async () => {
  await browser?.close();
});

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

test('a German browser is greeted in German, and long and Arabic names keep to their cards', async () => {
  const { page } = buyer;
  await page.goto(`/?q=${stamp}`);
  await heading(page, 'Veranstaltungen');
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await page.getByRole('link', { name: longName }).waitFor();
  await page.getByText('ab 45,50 €').first().waitFor();
  await inspect(page, 'de-events');
  await page.getByRole('searchbox', { name: 'Suchen' }).fill(arabicName);
  await page.getByRole('link', { name: longName }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: arabicName }).waitFor();
});

test('the language is changed in the header, stays after a reload, and takes nothing away', async () => {
  const { page } = buyer;
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('हिन्दी');
  await heading(page, 'कार्यक्रम');
  await page.reload();
  await heading(page, 'कार्यक्रम');
  await inspect(page, 'hi-events');
  await page.getByRole('combobox', { name: 'भाषा' }).selectOption('Français');
  await heading(page, 'Événements');
  await page.getByRole('combobox', { name: 'Langue' }).selectOption('Español');
  await heading(page, 'Eventos');
  assert.match(page.url(), /\?q=/);
  await page.getByRole('combobox', { name: 'Idioma' }).selectOption('Deutsch');
  await heading(page, 'Veranstaltungen');
});

test('a page that is written from right to left does not stick out of a phone', async () => {
  const { page } = buyer;
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  await inspect(page, 'rtl-events');
  await page.goto(`/events/${arabic.id}`);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  const seats = page.getByRole('button', { name: /^Parkett, Reihe A, Platz \d+, / });
  const [first, last] = [await seats.first().boundingBox(), await seats.last().boundingBox()];
  assert.ok(first.x > last.x, 'the first seat of a row stands on the right');
  await seats.first().focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: /^Parkett, Reihe A, Platz 2, / }).and(page.locator(':focus')).waitFor();
  await glance(page, 'rtl-event');
  await page.evaluate(() => { document.documentElement.dir = 'ltr'; });
});

test('a buyer registers in German and is told what is wrong in German', async () => {
  const { page } = buyer;
  await page.getByRole('navigation', { name: 'Hauptmenü' }).getByRole('link', { name: 'Registrieren' }).click();
  await heading(page, 'Registrieren');
  await page.getByLabel('Name').fill('Lena Müller');
  await page.getByLabel('E-Mail').fill(email);
  await page.getByLabel('Passwort').fill('passwordpassword');
  await page.getByRole('button', { name: 'Registrieren' }).click();
  await page.getByText('Verwenden Sie 12 bis 128 Zeichen und kein gängiges oder naheliegendes Passwort.').waitFor();
  await inspect(page, 'de-register');
  await page.getByLabel('Passwort').fill(password);
  await page.getByRole('button', { name: 'Registrieren' }).click();
  await page.getByRole('link', { name: 'Konto: Lena Müller' }).waitFor();
});

test('seats are chosen, held and booked in German on a phone', async () => {
  const { page } = buyer;
  await page.setViewportSize(phone);
  await page.goto(`/events/${arabic.id}`);
  await page.getByRole('button', { name: 'Parkett, Reihe A, Platz 5, 45,50 EUR, frei' }).click();
  await page.getByRole('link', { name: /1 Platz, 45,50/ }).click();
  await page.getByRole('button', { name: '1 Platz reservieren' }).click();
  const held = page.getByRole('region', { name: 'Für Sie reserviert' });
  await held.getByRole('timer').waitFor();
  await inspect(page, 'de-event-held');
  await page.setViewportSize(phone);
  await held.getByRole('button', { name: '1 Platz buchen' }).click();
  await heading(page, 'Ihre Plätze sind gebucht');
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('a ticket that was opened is shown again where there is no network', async () => {
  const { page, context } = buyer;
  const booking = await call('POST', `/events/${event.id}/bookings`, { seats: ['P-A-1', 'P-A-2'] }, await tokenOf(email, password));
  await page.getByRole('navigation', { name: 'Hauptmenü' }).getByRole('link', { name: 'Meine Tickets' }).click();
  await heading(page, 'Meine Tickets');
  await page.getByRole('link', { name: longName }).waitFor();
  await inspect(page, 'de-my-tickets');
  await page.getByRole('link', { name: longName }).click();
  await page.getByText('Parkett, Reihe A, Platz 1').waitFor();
  await page.getByRole('img', { name: `QR-Code der Buchung ${booking.reference}` }).waitFor();
  await inspect(page, 'de-ticket');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button', { name: 'Drucken' }).count(), 0);
  await page.screenshot({ path: new URL('../test-results/de-ticket-print.png', import.meta.url).pathname, fullPage: true });
  await page.emulateMedia({ media: 'screen' });
  const [calendar] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'In den Kalender' }).click()]);
  assert.equal(calendar.suggestedFilename(), `seatlog-${booking.reference}.ics`);

  await page.evaluate(() => navigator.serviceWorker.ready);
  buyer.errors.length = 0;
  await context.setOffline(true);
  await page.reload();
  await page.getByText('Parkett, Reihe A, Platz 1').waitFor();
  await page.getByRole('img', { name: `QR-Code der Buchung ${booking.reference}` }).waitFor();
  await page.getByText('Sie sind offline.').waitFor();
  await inspect(page, 'de-ticket-offline');
  await page.getByRole('link', { name: 'Alle meine Tickets' }).click();
  await page.getByText(booking.reference).waitFor();
  await context.setOffline(false);
  await page.getByText('Sie sind offline.').waitFor({ state: 'detached' });
  // The browser lists what it could not fetch; that was the point.
  buyer.errors.splice(0, buyer.errors.length, ...buyer.errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED')));
});

test('the buyer cancels after being told in German what that does', async () => {
  const { page } = buyer;
  await page.getByRole('link', { name: longName }).click();
  await page.getByRole('button', { name: 'Buchung stornieren' }).click();
  await page.getByRole('dialog').getByText('Das lässt sich nicht rückgängig machen.').waitFor();
  await inspectDialog(page, 'de-cancel');
  await page.getByRole('dialog').getByRole('button', { name: 'Buchung stornieren' }).click();
  await page.getByText('Storniert', { exact: true }).waitFor();
});

test('the account page shows the session in use, and leads those who forgot their password', async () => {
  const { page } = buyer;
  await page.getByRole('link', { name: 'Konto: Lena Müller' }).click();
  await heading(page, 'Mein Konto');
  await inspect(page, 'de-account');
  await page.getByRole('button', { name: 'Mein Konto löschen' }).click();
  await inspectDialog(page, 'de-delete-account');
  await page.getByRole('button', { name: 'Konto behalten' }).click();
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.getByRole('link', { name: 'Anmelden' }).click();
  await page.getByRole('link', { name: 'Passwort vergessen?' }).click();
  await heading(page, 'Passwort vergessen');
  await inspect(page, 'de-forgot-password');
  await page.goto('/reset-password#token=used-up');
  await heading(page, 'Neues Passwort');
  await inspect(page, 'de-reset-password');
});

test('nobody met an error on the way', () => {
  assert.deepEqual(buyer.errors, []);
});
