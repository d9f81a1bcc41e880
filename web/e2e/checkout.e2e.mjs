// From the plan to the booking when something comes in between: no mouse, a rival, a reload, a lost connection, no time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, launch, phone, visitor } from './browser.mjs';
import { aBuyer, anEvent, ask, signIn } from './house.mjs';

const { SEATLOG_URL: url, SEATLOG_SHORT_URL: shortUrl } = process.env;
assert.ok(url && shortUrl, 'SEATLOG_URL, and SEATLOG_SHORT_URL where holds live for seconds, must be set');

let browser;
let event;
let maria;
let anna;

before(async () => {
  browser = await launch();
  event = await anEvent(url, 'Tosca');
  maria = await aBuyer(url, 'Maria');
  anna = await aBuyer(url, 'Anna');
});

after(async () => {
  await browser?.close();
});

const seat = (page, name, state) => page.getByRole('button', { name: `Stalls, row ${name[0]}, seat ${name.slice(1)}, 45.00 EUR, ${state}`, exact: true });
const held = (page) => page.getByRole('region', { name: 'Held for you' });
const booked = (page) => page.getByRole('heading', { level: 1, name: 'Your seats are booked' });
const showRow = (page, label) => page.getByRole('combobox', { name: 'Row' }).selectOption(label);

/** A browser of their own, signed in and on the page of the event. */
async function arrive(buyer, settings) {
  const arrived = await visitor(browser, url, settings);
  await signIn(arrived, url, buyer);
  await arrived.page.goto(`/events/${event.id}?section=ST`);
  await arrived.page.getByText('Live', { exact: true }).waitFor();
  await arrived.page.getByRole('link', { name: 'My tickets' }).or(arrived.page.getByRole('button', { name: /menu/i })).first().waitFor();
  return arrived;
}

async function hold(page, name) {
  await showRow(page, name[0]);
  await seat(page, name, 'free').click();
  await page.getByRole('button', { name: 'Hold 1 seat' }).click();
  await held(page).getByRole('timer').waitFor();
}

/** Presses Tab until what has the focus is called so. */
async function tabTo(page, name) {
  const focused = () => page.evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
  });
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused())) return;
  }
  assert.fail(`no Tab led to ${name}`);
}

test('an event is found, and seats of it are held and booked, by the keyboard alone', async () => {
  const { page, errors, close } = await visitor(browser, url);
  await page.goto('/');
  await tabTo(page, /^Search$/);
  await page.keyboard.type(event.name);
  await page.keyboard.press('Enter');
  await page.waitForURL(/[?]q=/);
  await page.getByRole('link', { name: event.name }).waitFor();
  await tabTo(page, new RegExp(`^${event.name}$`));
  await page.keyboard.press('Enter');
  await page.getByText('Live', { exact: true }).waitFor();
  await tabTo(page, /^Stalls/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Row$/);
  await page.keyboard.type('Row B');
  await tabTo(page, /^Stalls, row B, seat 1, 45.00 EUR, free$/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await seat(page, 'C2', 'free').waitFor();
  await page.keyboard.press('Space');
  await seat(page, 'C2', 'chosen').waitFor();
  await tabTo(page, /^Log in to book$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor();
  await tabTo(page, /^E-mail/);
  await page.keyboard.type(maria.email);
  await tabTo(page, /^Password/);
  await page.keyboard.type(maria.password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Hold 2 seats' }).waitFor();
  await tabTo(page, /^Hold 2 seats$/);
  await page.keyboard.press('Enter');
  await held(page).getByRole('timer').waitFor();
  await tabTo(page, /^Book 2 seats$/);
  await page.keyboard.press('Enter');
  await booked(page).waitFor();
  await page.getByText('Stalls, row B, seat 2').waitFor();
  await tabTo(page, /^Cancel this booking$/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.deepEqual(errors, []);
  await close();
});

test('a seat is chosen on the plan itself, and let go there', async () => {
  const { page, errors, close } = await arrive(maria);
  const plan = page.getByRole('img', { name: /plan of the house/ });
  const chosen = page.getByRole('list', { name: 'Chosen seats' }).getByRole('listitem');
  const { width, height } = await plan.boundingBox();
  const middle = { position: { x: width / 2 + 4, y: height / 2 } };
  await plan.click(middle);
  await chosen.waitFor();
  assert.equal(await chosen.count(), 1);
  await inspect(page, 'event-plan');
  await plan.click(middle);
  await page.getByText(/Nothing yet/).waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('of two browsers that want the same seat at the same time one gets it, and the other reads why not', async () => {
  const rivals = [await arrive(maria), await arrive(anna)];
  const pages = rivals.map(({ page }) => page);
  for (const page of pages) {
    await showRow(page, 'E');
    await seat(page, 'E5', 'free').click();
    await page.getByRole('button', { name: 'Hold 1 seat' }).waitFor();
  }
  await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Hold 1 seat' }).click()));
  const winner = await Promise.any(pages.map(async (page) => {
    await held(page).getByRole('timer').waitFor();
    return page;
  }));
  const loser = pages.find((page) => page !== winner);
  await loser.getByRole('alert').getByText('Somebody was faster').waitFor();
  await loser.getByRole('alert').getByText('Stalls, row E, seat 5').waitFor();
  assert.equal(await held(loser).count(), 0);
  await held(winner).getByRole('button', { name: 'Book 1 seat' }).click();
  await booked(winner).waitFor();
  await seat(loser, 'E5', 'taken').waitFor();
  for (const { errors, close } of rivals) {
    assert.deepEqual(errors, []);
    await close();
  }
});

test('a reload between the click and the answer books once, and the page knows it', async () => {
  const { page, errors, close } = await arrive(maria);
  await hold(page, 'F1');
  const arrived = new Promise((resolve) => {
    void page.route('**/bookings', async (route) => {
      await route.fetch();
      resolve();
      await route.abort().catch(() => undefined);
    }, { times: 1 });
  });
  await held(page).getByRole('button', { name: 'Book 1 seat' }).click();
  await arrived;
  await page.reload();
  await page.getByText('The seats you held are booked').waitFor();
  const { items } = await ask(url, 'GET', '/bookings?limit=100', undefined, maria.token);
  assert.equal(items.filter(({ seats }) => seats.some((one) => one.seat === 'ST-F-1')).length, 1);
  assert.deepEqual(errors.filter((error) => !error.includes('net::ERR_FAILED')), []);
  await close();
});

test('after ten seconds without a connection the plan is right again, and the held seat is booked', async () => {
  const { page, context, close } = await arrive(maria);
  await hold(page, 'G1');
  const secondsLeft = async () => {
    const [minutes, seconds] = (await held(page).getByRole('timer').innerText()).match(/\d+/g).map(Number);
    return minutes * 60 + seconds;
  };
  await context.setOffline(true);
  const before = await secondsLeft();
  await page.getByText('Not live').first().waitFor();
  await ask(url, 'POST', `/events/${event.id}/bookings`, { seats: ['ST-G-2'] }, anna.token);
  await held(page).getByRole('button', { name: 'Book 1 seat' }).click();
  await page.getByRole('alert').getByText(/you cannot book twice by it/).waitFor();
  while ((await secondsLeft()) > before - 10) await page.evaluate(() => new Promise(requestAnimationFrame));
  await seat(page, 'G2', 'free').waitFor();
  await context.setOffline(false);
  await page.getByText('Live', { exact: true }).waitFor();
  await seat(page, 'G2', 'taken').waitFor();
  await held(page).getByRole('button', { name: 'Book 1 seat' }).click();
  await booked(page).waitFor();
  await close();
});

test('on a phone the plan is tapped, and the way to the booking stays in sight', async () => {
  const { page, errors, close } = await arrive(anna, { viewport: phone, hasTouch: true });
  const plan = page.getByRole('img', { name: /plan of the house/ });
  await plan.scrollIntoViewIfNeeded();
  const { width, height } = await plan.boundingBox();
  const middle = { position: { x: width / 2 + 4, y: height / 2 } };
  await plan.tap(middle);
  // The first tap came nearer; the seats stand still when the plan does.
  await page.waitForFunction(() => document.querySelector('canvas.touch-none') !== null);
  const bar = page.getByRole('link', { name: /1 place, €45.00/ });
  for (let taps = 0; taps < 10 && !(await bar.isVisible()); taps += 1) {
    await plan.tap(middle);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await bar.click();
  await page.getByRole('button', { name: 'Hold 1 seat' }).tap();
  await held(page).getByRole('button', { name: 'Book 1 seat' }).tap();
  await booked(page).waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('when the time runs out the page says so, and the seat is somebody else\'s to take', async () => {
  const play = await anEvent(shortUrl, 'Turandot');
  const buyer = await aBuyer(shortUrl, 'Liu');
  const visitorThere = await visitor(browser, shortUrl);
  await signIn(visitorThere, shortUrl, buyer);
  const { page, errors, close } = visitorThere;
  await page.goto(`/events/${play.id}?section=ST`);
  await seat(page, 'A1', 'free').click();
  await page.getByRole('button', { name: 'Hold 1 seat' }).click();
  await page.getByText('Your time ran out').waitFor();
  await ask(shortUrl, 'POST', `/events/${play.id}/bookings`, { seats: ['ST-A-1'] }, play.token);
  await page.getByRole('alert').getByText('Stalls, row A, seat 1: somebody else has booked it').waitFor();
  assert.deepEqual(errors, []);
  await close();
});
