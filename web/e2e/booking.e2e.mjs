// From an empty programme to a ticket, in a real browser against a real server: an admin creates an event, a
// new user books seats of it, and the admin sees them in the report.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, inspectDialog, launch, violations, visitor } from './browser.mjs';

const { SEATLOG_URL: url, SEATLOG_ADMIN_EMAIL: adminEmail, SEATLOG_ADMIN_PASSWORD: adminPassword } = process.env;
assert.ok(url && adminEmail && adminPassword, 'SEATLOG_URL, SEATLOG_ADMIN_EMAIL and SEATLOG_ADMIN_PASSWORD must be set');

const stamp = Date.now().toString(36);
const eventName = `Nabucco ${stamp}`;
const userName = `Maria ${stamp}`;
const userEmail = `maria.${stamp}@example.org`;
const userPassword = `va pensiero ${stamp}`;

let browser;
let admin;
let buyer;

before(async () => {
  browser = await launch();
  admin = await visitor(browser, url);
  buyer = await visitor(browser, url);
});

after(async () => {
  await browser?.close();
});

const held = (page) => page.getByRole('region', { name: 'Held for you' });

const showRow = (page, label) => page.getByRole('combobox', { name: 'Row' }).selectOption(label);

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

test('an admin logs in and is led back to the page that was asked for', async () => {
  const { page } = admin;
  await page.goto('/admin');
  await heading(page, 'Log in');
  await inspect(page, 'login');
  await page.getByLabel('E-mail').fill(adminEmail);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password').fill(adminPassword);
  await page.getByRole('button', { name: 'Log in' }).click();
  await heading(page, 'Overview');
});

test('the admin creates an event as a draft and publishes it', async () => {
  const { page } = admin;
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Events' }).click();
  await page.getByRole('link', { name: 'Create an event' }).click();
  await heading(page, 'Create an event');
  await page.getByLabel('Name', { exact: true }).fill(eventName);
  await page.getByLabel('Place', { exact: true }).fill('Arena di Verona');
  await page.getByLabel('Description').fill('Opera in four acts by Giuseppe Verdi.');
  await page.getByLabel('Address of a picture').fill(`${url}/demo/nabucco.svg`);
  const start = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Starts').fill(`${start}T20:30`);
  await page.getByLabel('Section name').fill('Stalls');
  await page.getByLabel('Id', { exact: true }).fill('ST');
  await page.getByLabel('Price').fill('45');
  await page.getByText('Add many rows at once').click();
  await page.getByLabel('Number of rows').fill('9');
  await page.getByRole('button', { name: 'Add the rows' }).click();
  await page.getByRole('button', { name: 'Add standing room' }).click();
  await page.getByLabel('Price').fill('25');
  await page.getByLabel('Number of places').fill('500');
  await page.getByLabel('Id', { exact: true }).fill('GA');
  await page.getByLabel('Section name').fill('Standing');
  await page.getByText('700 seats in all').waitFor();
  await page.getByRole('checkbox', { name: /Keep it as a draft/ }).check();
  await inspect(page, 'admin-create-event');
  await page.getByRole('button', { name: 'Create the event' }).click();
  await heading(page, 'Manage events');
  await inspect(page, 'admin-events');
  await page.getByRole('button', { name: `Publish ${eventName}` }).click();
  await page.getByRole('row', { name: eventName }).getByText('Published').waitFor();
});

test('the admin edits the event, and what was written before is still there', async () => {
  const { page } = admin;
  await page.getByRole('link', { name: `Edit ${eventName}` }).click();
  await heading(page, `Edit ${eventName}`);
  await page.getByRole('list', { name: 'Sections', exact: true }).getByRole('button', { name: 'Standing' }).click();
  assert.equal(await page.getByLabel('Kind').inputValue(), 'general');
  await page.getByRole('list', { name: 'Sections', exact: true }).getByRole('button', { name: 'Stalls' }).click();
  assert.equal(await page.getByLabel('Seats of row 10').inputValue(), '20');
  await page.getByLabel('Most seats per person').fill('6');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await heading(page, 'Manage events');
});

test('the admin takes a row off sale and puts a seat of it back', async () => {
  const { page } = admin;
  await page.getByRole('link', { name: `Seats of ${eventName}` }).click();
  await heading(page, `Seats of ${eventName}`);
  await page.getByLabel('Row', { exact: true }).selectOption('J');
  await page.getByRole('button', { name: 'Choose the whole row' }).click();
  await page.getByRole('button', { name: 'Take 20 seats off sale' }).click();
  await page.getByText('680 of 700 seats are free, 20 are off sale.').waitFor();
  await page.getByRole('button', { name: 'Stalls, row J, seat 7, 45.00 EUR, not for sale' }).click();
  await inspect(page, 'admin-event-seats');
  await page.getByRole('button', { name: 'Put 1 seat back on sale' }).click();
  await page.getByRole('button', { name: 'Stalls, row J, seat 7, 45.00 EUR, free' }).waitFor();
});

test('a visitor finds the event, chooses seats, registers and holds them', async () => {
  const { page } = buyer;
  await page.goto('/');
  await page.getByRole('searchbox', { name: 'Search' }).fill(eventName);
  await page.getByRole('link', { name: eventName }).waitFor();
  await page.waitForURL(/\?q=/);
  await inspect(page, 'events');
  await page.getByRole('link', { name: eventName }).click();
  await heading(page, eventName);
  await page.getByRole('button', { name: /Stalls/ }).click();
  await showRow(page, 'C');
  await page.getByRole('button', { name: 'Stalls, row C, seat 12, 45.00 EUR, free' }).click();
  await page.getByRole('button', { name: 'Stalls, row C, seat 13, 45.00 EUR, free' }).click();
  await page.getByText('€90.00', { exact: true }).waitFor();
  await inspect(page, 'event-seats');
  await page.getByRole('link', { name: 'Register', exact: true }).last().click();
  await heading(page, 'Register');
  await inspect(page, 'register');
  await page.getByLabel('Name').fill(userName);
  await page.getByLabel('E-mail').fill(userEmail);
  await page.getByLabel('Password').fill(userPassword);
  await page.getByRole('button', { name: 'Register' }).click();
  await heading(page, eventName);
  await page.getByRole('button', { name: 'Hold 2 seats' }).click();
  await held(page).getByRole('timer').waitFor();
  await page.getByRole('button', { name: 'Stalls, row C, seat 12, 45.00 EUR, held for you' }).waitFor();
  await inspect(page, 'event-held');
});

test('the held seats survive a reload and a walk to other pages, and are booked in the end', async () => {
  const { page } = buyer;
  await held(page).getByRole('button', { name: 'More time' }).click();
  await held(page).getByText(/You have the full time again|You have .* more/).waitFor();
  await page.reload();
  await held(page).getByText('Stalls, row C, seat 13').waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click();
  const reminder = page.getByRole('region', { name: `Your seats for ${eventName}` });
  await reminder.getByText('2 seats').waitFor();
  await inspect(page, 'hold-reminder');
  await reminder.getByRole('link', { name: 'Look them over and book' }).click();
  await held(page).getByRole('button', { name: 'Book 2 seats' }).click();
  await heading(page, 'Your seats are booked');
  await page.getByText('Stalls, row C, seat 13').waitFor();
  assert.equal(await reminder.count(), 0);
  await inspect(page, 'ticket');
});

test('the buyer sees the ticket among their own, and the seats as taken', async () => {
  const { page } = buyer;
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'My tickets' }).click();
  await page.getByRole('list', { name: 'Upcoming tickets' }).getByRole('link', { name: eventName }).waitFor();
  await inspect(page, 'my-tickets');
  await page.reload();
  await page.getByRole('link', { name: eventName }).click();
  await page.getByRole('link', { name: eventName }).click();
  await page.getByRole('button', { name: /Stalls/ }).click();
  await showRow(page, 'C');
  const taken = page.getByRole('button', { name: 'Stalls, row C, seat 12, 45.00 EUR, taken' });
  assert.equal(await taken.getAttribute('aria-disabled'), 'true');
});

test('places without numbers are booked by how many, and the best seats by quantity', async () => {
  const { page } = buyer;
  await page.getByRole('button', { name: /Standing/ }).click();
  await page.getByLabel('Number of places').fill('2');
  await page.getByRole('button', { name: 'Choose' }).click();
  await inspect(page, 'event-places');
  await page.getByRole('button', { name: 'Hold 2 places' }).click();
  await held(page).getByRole('button', { name: 'Book 2 places' }).click();
  await heading(page, 'Your seats are booked');
  await page.getByRole('link', { name: eventName }).click();
  await page.getByRole('button', { name: 'Best 3 seats' }).click();
  await page.getByText('At most 6 seats per person').waitFor();
});

test('the buyer cancels a booking after being told what that does', async () => {
  const { page } = buyer;
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'My tickets' }).click();
  await page.getByRole('list', { name: 'Upcoming tickets' }).getByRole('listitem').filter({ hasText: '€50.00' }).getByRole('link').click();
  await page.getByRole('button', { name: 'Cancel this booking' }).click();
  await page.getByRole('dialog').getByText('They go back on sale at once').waitFor();
  await page.getByRole('button', { name: 'Cancel the booking' }).click();
  await page.getByText('Cancelled', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'All my tickets' }).click();
  await page.getByRole('link', { name: 'Cancelled', exact: true }).click();
  await page.getByRole('list', { name: 'Cancelled tickets' }).getByRole('link', { name: eventName }).waitFor();
});

test('the plan follows what others do: a seat is held, let go, and booked under one\'s eyes', async () => {
  const { page } = buyer;
  const rival = admin.page;
  const D1 = (on, state) => on.getByRole('button', { name: `Stalls, row D, seat 1, 45.00 EUR, ${state}`, exact: true });
  for (const each of [page, rival]) {
    await each.goto('/');
    await each.getByRole('searchbox', { name: 'Search' }).fill(eventName);
    await each.waitForURL(/\?q=/);
    await each.getByRole('link', { name: eventName }).click();
    await each.getByRole('button', { name: /Stalls/ }).click();
    await showRow(each, 'D');
    await each.getByText('Live', { exact: true }).waitFor();
  }
  await D1(page, 'free').click();
  await D1(rival, 'free').click();
  await rival.getByRole('button', { name: 'Hold 1 seat' }).click();
  await page.getByText('(gone)').waitFor();
  await inspect(page, 'event-seat-gone');
  await page.getByRole('button', { name: 'Hold 1 seat' }).click();
  await page.getByRole('alert').getByText('Stalls, row D, seat 1').waitFor();
  await D1(page, 'held').waitFor();
  await inspect(page, 'event-seat-taken');
  await held(rival).getByRole('button', { name: 'Release' }).click();
  await D1(page, 'free').waitFor();
  await D1(rival, 'free').click();
  await rival.getByRole('button', { name: 'Hold 1 seat' }).click();
  await held(rival).getByRole('button', { name: 'Book 1 seat' }).click();
  await heading(rival, 'Your seats are booked');
  await D1(page, 'taken').waitFor();
  await rival.goto('/admin');
});

test('the buyer is told that administration is not for them', async () => {
  const { page } = buyer;
  await page.goto('/admin');
  await heading(page, 'Not for your account');
  await inspect(page, 'forbidden');
  await page.goto('/no/such/page');
  await heading(page, 'Page not found');
  await inspect(page, 'not-found');
});

test('the admin sees the sale in the report and the bookings', async () => {
  const { page } = admin;
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill(eventName);
  await page.getByRole('row', { name: new RegExp(`${eventName}.*3 of 700.*€135.00`) }).waitFor();
  await page.getByRole('link', { name: eventName, exact: true }).click();
  await heading(page, 'Bookings');
  await page.getByRole('row', { name: new RegExp(`${eventName}.*€90.00.*Confirmed`) }).waitFor();
  await inspect(page, 'admin-bookings');
});

test('an event with a booking is not deleted, and the page says why', async () => {
  const { page } = admin;
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Events' }).click();
  await page.getByRole('button', { name: `Delete ${eventName}` }).click();
  await page.getByRole('button', { name: 'Delete the event' }).click();
  await page.getByText('It has 2 confirmed bookings.').waitFor();
  await inspectDialog(page, 'admin-delete');
  await page.getByRole('button', { name: 'Keep the event' }).click();
});

test('the admin reads the mail that the buyer got, the users and the read models', async () => {
  const { page } = admin;
  const menu = page.getByRole('navigation', { name: 'Administration' });
  await menu.getByRole('link', { name: 'Mails' }).click();
  await page.getByRole('button', { name: `View the mail to ${userEmail}` }).first().waitFor();
  await inspect(page, 'admin-mails');
  await page.getByRole('button', { name: `View the mail to ${userEmail}` }).first().click();
  await page.getByRole('dialog').getByText(eventName).first().waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await menu.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('searchbox', { name: 'Search' }).fill(userEmail);
  await page.getByRole('row', { name: userName }).waitFor();
  await inspect(page, 'admin-users');
  await menu.getByRole('link', { name: 'Read models' }).click();
  await page.getByText('Running').first().waitFor();
  await inspect(page, 'admin-read-models');
});

test('the inspection is awake: it finds a button without a name and a text that can hardly be seen', async () => {
  const { page } = buyer;
  await page.evaluate(() => {
    const fault = document.createElement('div');
    fault.innerHTML = '<button type="button"></button><p style="color: #eee; background: #fff">pale</p>';
    document.querySelector('main').append(fault);
  });
  const found = (await violations(page)).map((violation) => violation.split(':')[0]);
  assert.deepEqual(found.sort(), ['button-name', 'color-contrast']);
});

test('nobody met an error on the way', () => {
  assert.deepEqual([...admin.errors, ...buyer.errors], []);
});
