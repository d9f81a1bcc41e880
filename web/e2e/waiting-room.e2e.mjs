// A sale with a waiting room: two buyers come before it opens, are put into an order, and are let in one after the other.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { glance, inspect, launch, visitor } from './browser.mjs';
import { aBuyer, anEvent, ask, signIn } from './house.mjs';

const { SEATLOG_URL: url } = process.env;
assert.ok(url, 'SEATLOG_URL must be set');

let browser;
let event;
let buyers;

before(async () => {
  browser = await launch();
  const opens = new Date(Date.now() + 3_600_000).toISOString();
  event = await anEvent(url, 'Carmen', { sales_open_at: opens, waiting_room: { admit_per_minute: 1 } });
  buyers = [await aBuyer(url, 'Rosina'), await aBuyer(url, 'Figaro')];
});

after(async () => {
  await browser?.close();
});

const room = (page) => page.getByRole('region', { name: 'Waiting room' });

async function arrive(buyer) {
  const arrived = await visitor(browser, url);
  await signIn(arrived, url, buyer);
  await arrived.page.goto(`/events/${event.id}`);
  return arrived;
}

test('who waits sees place and time, is let in in turn, and can check the order', async () => {
  const stranger = await visitor(browser, url);
  await stranger.page.goto(`/events/${event.id}`);
  await room(stranger.page).getByRole('link', { name: 'Log in to take a place' }).waitFor();
  await stranger.close();

  const arrived = [await arrive(buyers[0]), await arrive(buyers[1])];
  await inspect(arrived[0].page, 'waiting-room-outside');
  for (const { page } of arrived) {
    await room(page).getByRole('button', { name: 'Take a place' }).click();
    await room(page).getByText(/^You have a place/).waitFor();
  }
  const { order: { commitment, seed: hidden } } = await ask(url, 'GET', `/events/${event.id}/queue`);
  assert.equal(hidden, null);

  await ask(url, 'PATCH', `/events/${event.id}`, { sales_open_at: null }, event.token);
  const { order: { seed } } = await ask(url, 'GET', `/events/${event.id}/queue`);
  const bytes = Buffer.from(seed, 'hex');
  assert.equal(createHash('sha256').update(bytes).digest('hex'), commitment);
  const ids = [];
  for (const { token } of buyers) ids.push((await ask(url, 'GET', '/me', undefined, token)).id);
  const key = (id) => createHmac('sha256', bytes).update(id).digest('hex');
  const { items } = await ask(url, 'GET', `/events/${event.id}/queue/order`);
  assert.deepEqual(items.map((item) => item.key), ids.map(key).sort());
  const winner = ids.map(key).indexOf(items[0].key);
  const [first, second] = [arrived[winner], arrived[1 - winner]];

  await second.page.reload();
  await room(second.page).getByText('Number 1 in the queue').waitFor();
  await glance(second.page, 'waiting-room');
  await first.page.reload();
  await first.page.getByRole('region', { name: 'It is your turn' }).waitFor();
  await glance(first.page, 'waiting-room-turn');
  await first.page.getByRole('button', { name: 'Best 2 seats' }).click();
  await first.page.getByRole('region', { name: 'Held for you' }).getByRole('button', { name: 'Book 2 seats' }).click();
  await first.page.getByRole('heading', { level: 1, name: 'Your seats are booked' }).waitFor();

  // The other one does nothing, and is let in a minute after the opening.
  await second.page.getByRole('region', { name: 'It is your turn' }).waitFor({ timeout: 120_000 });
  for (const { errors, close } of arrived) {
    assert.deepEqual(errors, []);
    await close();
  }
});
