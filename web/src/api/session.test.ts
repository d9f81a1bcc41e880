import { HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { maria } from '@/testing/fixtures';
import { answer, problem, signedIn } from '@/testing/server';
import { read } from './client';
import { problemOf } from './problem';
import { currentSession, startSession } from './session';

/** A server whose every refresh gives a new token, and which counts them. */
function refreshes(expiresIn = 900) {
  const count = { refreshes: 0 };
  answer('post', '/auth/refresh', () => {
    count.refreshes += 1;
    return HttpResponse.json({ ...signedIn(maria, `token-${count.refreshes}`), expires_in: expiresIn });
  });
  return count;
}

/** Serves only who shows the given token. */
function serves(token: () => string) {
  answer('get', '/me', ({ request }) => request.headers.get('authorization') === `Bearer ${token()}`
    ? HttpResponse.json(maria)
    : problem(401, 'unauthenticated'));
}

test('many requests at once start one refresh', async () => {
  const count = refreshes();
  serves(() => 'token-1');
  await Promise.all([read('/me'), read('/me'), read('/me')]);
  expect(count.refreshes).toBe(1);
});

test('many refused tokens are renewed by one refresh, and every request is sent again', async () => {
  const count = refreshes();
  serves(() => 'token-2');
  await startSession();
  const answers = await Promise.all([read('/me'), read('/me'), read('/me')]);
  expect(answers).toEqual([maria, maria, maria]);
  expect(count.refreshes).toBe(2);
});

test('a token that is refused again after a refresh is not renewed for ever', async () => {
  const count = refreshes();
  serves(() => 'never');
  await expect(read('/me')).rejects.toMatchObject({ slug: 'unauthenticated' });
  expect(count.refreshes).toBe(2);
});

test('a token is renewed before it ends', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const count = refreshes(900);
  serves(() => `token-${count.refreshes}`);
  await read('/me');
  vi.setSystemTime(Date.now() + 860_000);
  await read('/me');
  expect(count.refreshes).toBe(1);
  vi.setSystemTime(Date.now() + 15_000);
  await read('/me');
  expect(count.refreshes).toBe(2);
  vi.useRealTimers();
});

test('without a cookie one is anonymous, and the read goes out without a token', async () => {
  answer('post', '/auth/refresh', () => problem(401, 'session-ended'));
  answer('get', '/me', ({ request }) => request.headers.has('authorization') ? problem(500, 'wrong') : HttpResponse.json({}));
  await read('/me');
  expect(currentSession()).toEqual({ status: 'anonymous' });
});

test('a session that ended on the server ends here', async () => {
  refreshes();
  await startSession();
  answer('post', '/auth/refresh', () => problem(401, 'session-ended'));
  serves(() => 'another');
  await expect(read('/me')).rejects.toMatchObject({ status: 401 });
  expect(currentSession()).toEqual({ status: 'anonymous', expired: true });
});

test('a server out of reach during a refresh does not end the session', async () => {
  refreshes();
  await startSession();
  answer('post', '/auth/refresh', () => HttpResponse.error());
  serves(() => 'another');
  await expect(read('/me')).rejects.toMatchObject({ slug: 'network', retryable: true });
  expect(currentSession().status).toBe('signed-in');
});

test('the token is kept in no web storage', async () => {
  refreshes();
  await startSession();
  expect(JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])).not.toContain('token-1');
});

test('an answer that explains nothing still makes a sentence', async () => {
  refreshes();
  answer('get', '/me', () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 }));
  const error = problemOf(await read('/me').catch((thrown: unknown) => thrown));
  expect(error).toMatchObject({ slug: 'unexplained', status: 502, retryable: true });
});
