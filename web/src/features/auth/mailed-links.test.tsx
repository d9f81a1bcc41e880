import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, done, problem } from '@/testing/server';

test('whoever forgot the password is sent a link, and not told whether the address has an account', async () => {
  const sent: unknown[] = [];
  answer('post', '/auth/password/forgot', async ({ request }) => {
    sent.push(await request.json());
    return done();
  });
  const { user } = open('/login');
  await user.click(await screen.findByRole('link', { name: 'Forgotten your password?' }));
  await user.click(await screen.findByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText('Enter an e-mail address such as maria@example.org.')).toBeDefined();
  await expectNoViolations();
  await user.type(screen.getByLabelText('E-mail'), maria.email);
  await user.click(screen.getByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText(/^If maria@example.org has an account/)).toBeDefined();
  expect(sent).toEqual([{ email: maria.email }]);
});

test('the mailed link sets a new password, which one then logs in with', async () => {
  const sent: unknown[] = [];
  answer('post', '/auth/password/reset', async ({ request }) => {
    sent.push(await request.json());
    return done();
  });
  const { user } = open('/reset-password#token=t-1', maria);
  await user.type(await screen.findByLabelText('New password'), 'short');
  await user.click(screen.getByRole('button', { name: 'Set the password' }));
  expect(await screen.findByText('Use at least 12 characters.')).toBeDefined();
  await user.type(screen.getByLabelText('New password'), ' but longer now');
  await user.click(screen.getByRole('button', { name: 'Set the password' }));
  expect(await screen.findByText('Your password is changed')).toBeDefined();
  expect(sent).toEqual([{ token: 't-1', password: 'short but longer now' }]);
  expect(screen.getAllByRole('link', { name: 'Log in' })).toHaveLength(2);
  await expectNoViolations();
});

test('a link that is used up says so, and one without a token asks for another', async () => {
  answer('post', '/auth/password/reset', () => problem(422, 'bad-token'));
  const { user, router } = open('/reset-password#token=old');
  await user.type(await screen.findByLabelText('New password'), 'long enough for this');
  await user.click(screen.getByRole('button', { name: 'Set the password' }));
  expect(await screen.findByText('This link is no longer valid.')).toBeDefined();
  await router.navigate('/reset-password');
  expect(await screen.findByRole('link', { name: 'Ask for a new link' })).toBeDefined();
});

test('opening the mailed link verifies the address, once', async () => {
  let times = 0;
  answer('post', '/auth/email/verify', () => {
    times += 1;
    return done();
  });
  open('/verify-email#token=t-2');
  expect(await screen.findByText('Your address is verified')).toBeDefined();
  expect(times).toBe(1);
  await expectNoViolations();
});

test('a link that no longer verifies anything says so', async () => {
  answer('post', '/auth/email/verify', () => problem(422, 'bad-token'));
  open('/verify-email#token=old');
  expect(await screen.findByText('Your address is not verified')).toBeDefined();
  expect(screen.getByText('This link is no longer valid.')).toBeDefined();
});
