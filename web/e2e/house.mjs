// A house with an audience, made through the API: what a test of one page needs before it begins.
import assert from 'node:assert/strict';

const { SEATLOG_ADMIN_EMAIL: adminEmail, SEATLOG_ADMIN_PASSWORD: adminPassword } = process.env;
assert.ok(adminEmail && adminPassword, 'SEATLOG_ADMIN_EMAIL and SEATLOG_ADMIN_PASSWORD must be set');

const stamp = Date.now().toString(36);

/** Asks the API, and expects that it does as asked. */
export async function ask(url, method, path, body, token) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

const logIn = async (url, email, password) => (await ask(url, 'POST', '/auth/login', { email, password })).access_token;

/** A published event of ten rows of twenty stalls, and a token of whoever made it. */
export async function anEvent(url, name, changes = {}) {
  const token = await logIn(url, adminEmail, adminPassword);
  const rows = Array.from({ length: 10 }, (_, index) => ({ label: String.fromCharCode(65 + index), seats: 20 }));
  const event = await ask(url, 'POST', '/events', {
    name: `${name} ${stamp}`, description: 'A play.', venue: 'Teatro Olimpico', currency: 'EUR', max_seats_per_user: 6, draft: false,
    starts_at: new Date(Date.now() + 30 * 86_400_000).toISOString(), ends_at: null, image_url: null, sales_open_at: null, sales_close_at: null,
    seating: { sections: [{ id: 'ST', name: 'Stalls', kind: 'reserved', price_minor: 4500, rows }] },
    ...changes,
  }, token);
  return { ...event, token };
}

/** An account of a name, and what it signs in with. */
export async function aBuyer(url, name) {
  const account = { email: `${name.toLowerCase()}.${stamp}@example.org`, password: `la commedia e finita ${stamp}`, name };
  await ask(url, 'POST', '/auth/register', account);
  return { ...account, token: await logIn(url, account.email, account.password) };
}

/** Signs a visitor in: the cookie is set as if they had done it on the page. */
export async function signIn({ page }, url, { email, password }) {
  const answer = await page.request.post(`${url}/api/v1/auth/login`, { data: { email, password }, headers: { origin: url } });
  assert.ok(answer.ok(), await answer.text());
}
