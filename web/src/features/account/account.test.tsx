import { screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { inDays, listOf, maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, done, problem } from '@/testing/server';
import { deviceOf } from './device';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const here = { id: 's-1', created_at: inDays(-1), last_used_at: inDays(0), expires_at: inDays(29), address: '192.0.2.1', user_agent: firefox, current: true };
const there = { ...here, id: 's-2', address: '198.51.100.7', user_agent: 'curl/8.5', current: false };

/** The account as the server has it. */
function accountIs(changes: object = {}, sessions = [here, there]) {
  answer('get', '/me', { ...maria, email_verified: false, ...changes });
  answer('get', '/me/sessions', listOf(sessions));
}

test('the account page shows who one is and where one is logged in, without violations', async () => {
  accountIs();
  open('/account', maria);
  const sessions = await screen.findByRole('list', { name: 'Where you are logged in' });
  expect(within(sessions).getByText('Firefox on Linux')).toBeDefined();
  expect(within(sessions).getByText('This device')).toBeDefined();
  expect(within(sessions).getByText('From 198.51.100.7')).toBeDefined();
  expect(screen.getByText(maria.email)).toBeDefined();
  expect(await screen.findByText('not verified')).toBeDefined();
  await expectNoViolations();
});

test('a new name is shown in the header too', async () => {
  accountIs();
  answer('patch', '/me', async ({ request }) => HttpResponse.json({ ...maria, ...await request.json() as object }));
  const { user } = open('/account', maria);
  const name = await screen.findByLabelText('Name');
  await user.clear(name);
  await user.type(name, 'Maria Bianchi');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Your name is changed.')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Account: Maria Bianchi' })).toBeDefined();
});

test('what the server finds wrong with a name is said at the field', async () => {
  accountIs();
  answer('patch', '/me', () => problem(422, 'validation', { errors: [{ field: 'name', message: 'must be at most 100 characters' }] }));
  const { user } = open('/account', maria);
  await user.click(await screen.findByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Must be at most 100 characters.')).toBeDefined();
  expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
});

test('a session elsewhere is ended, the one in use is not offered', async () => {
  accountIs();
  answer('delete', '/me/sessions/s-2', () => {
    accountIs({}, [here]);
    return done();
  });
  const { user } = open('/account', maria);
  await user.click(await screen.findByRole('button', { name: 'End the session: curl/8.5' }));
  expect(await screen.findByText('The session has ended.')).toBeDefined();
  expect(screen.queryByRole('button', { name: /^End the session/ })).toBeNull();
});

test('the link that verifies an address is sent again only where it is missing', async () => {
  accountIs({ email_verified: true });
  const { user } = open('/account', maria);
  expect(await screen.findByText('verified')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Send a verification link' })).toBeNull();
  answer('post', '/auth/password/forgot', () => done());
  await user.click(screen.getByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText(`A link is on its way to ${maria.email}.`)).toBeDefined();
});

test('the password is changed by giving the old one', async () => {
  accountIs();
  const sent: unknown[] = [];
  answer('post', '/me/password', async ({ request }) => {
    sent.push(await request.json());
    if (sent.length === 1) return problem(403, 'wrong-password');
    if (sent.length === 2) return problem(422, 'validation', { errors: [{ field: 'new_password', message: 'is too easy to guess' }] });
    accountIs({}, [here]);
    return done();
  });
  const { user } = open('/account', maria);
  const change = await screen.findByRole('button', { name: 'Change the password' });
  expect(await screen.findByRole('button', { name: /^End the session/ })).toBeDefined();
  await user.click(change);
  expect(screen.getByText('Enter your password until now.')).toBeDefined();
  expect(screen.getByText('Use at least 12 characters.')).toBeDefined();
  await expectNoViolations();
  const [oldField, newField] = [screen.getByLabelText('Your password until now'), screen.getByLabelText('New password')];
  await user.type(oldField, 'seven-tenors-2026');
  await user.type(newField, 'nine-sopranos-2026');
  await user.click(change);
  expect(await screen.findByText('The password is wrong.')).toBeDefined();
  await vi.waitFor(() => expect(document.activeElement).toBe(oldField));
  await user.click(change);
  expect(await screen.findByText('Is too easy to guess.')).toBeDefined();
  await user.click(change);
  expect(await screen.findByText('Your password is changed. Your other sessions have ended.')).toBeDefined();
  expect(sent[2]).toEqual({ old_password: 'seven-tenors-2026', new_password: 'nine-sopranos-2026' });
  expect([oldField, newField].map((field) => (field as HTMLInputElement).value)).toEqual(['', '']);
  await vi.waitFor(() => expect(screen.queryByRole('button', { name: /^End the session/ })).toBeNull());
});

test('whoever guesses too often is told when the next attempt is looked at', async () => {
  accountIs();
  answer('post', '/me/password', () => problem(429, 'too-many-attempts'));
  const { user } = open('/account', maria);
  await user.type(await screen.findByLabelText('Your password until now'), 'guessing');
  await user.type(screen.getByLabelText('New password'), 'nine-sopranos-2026');
  await user.click(screen.getByRole('button', { name: 'Change the password' }));
  expect(await screen.findByText('The password is not changed')).toBeDefined();
});

test('all that is kept is given as a file', async () => {
  accountIs();
  answer('get', '/me/export', { account: maria });
  // Outside a browser a click on it would leave the page.
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  const saved = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:export');
  const { user } = open('/account', maria);
  await user.click(await screen.findByRole('button', { name: 'Download my data' }));
  await vi.waitFor(() => expect(clicked).toHaveBeenCalledOnce());
  expect(await (saved.mock.calls[0]?.[0] as Blob).text()).toContain(maria.email);
});

test('deleting the account states what is lost, asks for the password, and ends the session', async () => {
  accountIs();
  answer('get', '/events', listOf([]));
  const sent: unknown[] = [];
  answer('delete', '/me', async ({ request }) => {
    sent.push(await request.json());
    return sent.length === 1 ? problem(403, 'wrong-password') : done();
  });
  const { user, location } = open('/account', maria);
  await user.click(await screen.findByRole('button', { name: 'Delete my account' }));
  const dialog = within(screen.getByRole('dialog', { name: 'Delete your account?' }));
  expect(dialog.getByText(/Your bookings stay valid/)).toBeDefined();
  await expectNoViolations();
  await user.click(dialog.getByRole('button', { name: 'Delete my account' }));
  expect(dialog.getByText('Enter your password.')).toBeDefined();
  await user.type(dialog.getByLabelText('Your password, to be sure'), 'guessing');
  await user.click(dialog.getByRole('button', { name: 'Delete my account' }));
  expect(await dialog.findByText('The password is wrong.')).toBeDefined();
  await user.click(dialog.getByRole('button', { name: 'Delete my account' }));
  expect(await screen.findByText('Your account is deleted.')).toBeDefined();
  expect(sent[1]).toEqual({ password: 'guessing' });
  expect(location()).toBe('/');
  expect(await screen.findByRole('link', { name: 'Log in' })).toBeDefined();
  expect(JSON.stringify(localStorage)).not.toContain('maria');
});

test('the last administrator is told why the account stays', async () => {
  accountIs();
  answer('delete', '/me', () => problem(409, 'last-admin'));
  const { user } = open('/account', maria);
  await user.click(await screen.findByRole('button', { name: 'Delete my account' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.type(dialog.getByLabelText('Your password, to be sure'), 'guessing');
  await user.click(dialog.getByRole('button', { name: 'Delete my account' }));
  expect(await dialog.findByText('The last administrator cannot go.')).toBeDefined();
});

test('a device is named by what its owner calls it', () => {
  expect(deviceOf(firefox)).toEqual({ browser: 'Firefox', system: 'Linux' });
  expect(deviceOf('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0')).toEqual({ browser: 'Edge', system: 'Windows' });
  expect(deviceOf('curl/8.5')).toBeUndefined();
  expect(deviceOf(null)).toBeUndefined();
});
