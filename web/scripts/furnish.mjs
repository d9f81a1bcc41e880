// Fills the demo house with an audience, so that its pages show what they show on a good evening.
import { anEvent, ask } from '../e2e/house.mjs';

const { SEATLOG_ADMIN_EMAIL: adminEmail, SEATLOG_ADMIN_PASSWORD: adminPassword } = process.env;

const names = ['Lena Müller', 'Maria Rossi', 'Arjun Sharma', 'Chloé Dubois', 'Lucía García', 'Omar Haddad', 'Ewa Nowak', 'Kenji Sato'];

/** The same numbers at every run. */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

async function account(url, name, index) {
  const given = { email: `buyer${index}@example.org`, password: `la commedia e finita ${index}`, name };
  await ask(url, 'POST', '/auth/register', given);
  const { access_token: token } = await ask(url, 'POST', '/auth/login', { email: given.email, password: given.password });
  return { ...given, token };
}

/** A refusal is part of an evening, too: somebody was faster. */
const tried = (wish) => wish.catch(() => undefined);

/** A hot sale, just opened: who is let in, who still waits, and who comes only now. */
async function queue(url, people) {
  const sales_open_at = new Date(Date.now() + 3_600_000).toISOString();
  const event = await anEvent(url, 'Gala', { name: 'Opening gala', sales_open_at, waiting_room: { admit_per_minute: 1 } });
  const path = `/events/${event.id}/queue`;
  for (const { token } of people) await ask(url, 'POST', path, {}, token);
  await ask(url, 'PATCH', `/events/${event.id}`, { sales_open_at: null }, event.token);
  const places = [];
  for (const person of people) places.push({ person, ...(await ask(url, 'GET', path, undefined, person.token)) });
  places.sort((one, other) => one.place - other.place);
  return { event, admitted: places[0].person, waiting: places.at(-1).person };
}

export async function furnish(url) {
  const roll = dice(7);
  const admin = { email: adminEmail, password: adminPassword };
  admin.token = (await ask(url, 'POST', '/auth/login', admin)).access_token;
  const staff = { email: 'clerk@example.org', password: 'ein fester vorhang 1', name: 'Sam Staff' };
  const { user } = await ask(url, 'POST', '/auth/register', staff);
  await ask(url, 'PATCH', `/admin/users/${user.id}`, { role: 'staff' }, admin.token);
  const buyers = [];
  for (const [index, name] of names.entries()) buyers.push(await account(url, name, index));
  const { items: events } = await ask(url, 'GET', '/events?limit=100');
  const bookings = [];
  for (const event of events) {
    const sections = event.seating.sections;
    for (const buyer of buyers) {
      for (let round = 0; round < 2; round += 1) {
        const section = sections[roll(sections.length)];
        const quantity = 1 + roll(3);
        const wish = section.kind === 'general' ? { section: section.id, quantity } : { best_available: { section: section.id, quantity } };
        const booking = await tried(ask(url, 'POST', `/events/${event.id}/bookings`, wish, buyer.token));
        if (booking) bookings.push({ ...booking, buyer });
      }
    }
  }
  for (const { id, buyer } of bookings.filter((_, index) => index % 11 === 3)) await ask(url, 'POST', `/bookings/${id}/cancel`, {}, buyer.token);
  // Who has bought nothing yet may still choose as many as one person may have.
  const rival = await account(url, 'Pavel Novák', buyers.length);
  const nina = await account(url, 'Nina Weber', buyers.length + 1);
  const [lena] = buyers;
  const ticket = bookings.find(({ buyer }, index) => buyer === lena && index % 11 !== 3);
  const event = events.find(({ seating }) => seating.sections.filter(({ kind }) => kind === 'reserved').length > 1) ?? events[0];
  await ask(url, 'POST', `/events/${event.id}/holds`, { best_available: { quantity: 4 } }, rival.token);
  const row = event.seating.sections.find(({ kind }) => kind === 'reserved');
  await tried(ask(url, 'POST', `/events/${event.id}/blocks`, { seats: [`${row.id}-${row.rows.at(-1).label}-1`, `${row.id}-${row.rows.at(-1).label}-2`] }, admin.token));
  const hot = await queue(url, [...buyers, rival]);
  return { admin, staff, lena, nina, events, event, ticket, bookings, hot };
}
