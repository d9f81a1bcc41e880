import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { listOf, maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, done } from '@/testing/server';

const unverified = { ...maria, email_verified: false };
const reminder = () => screen.findByRole('region', { name: 'Your address is not verified yet.' });

test('whoever has not verified their address is reminded of it, and gets the link again', async () => {
  answer('get', '/events', listOf([]));
  let sent = 0;
  answer('post', '/auth/email/resend', () => {
    sent += 1;
    return done();
  });
  const { user } = open('/', unverified);
  await reminder();
  await expectNoViolations();
  await user.click(screen.getByRole('button', { name: 'Send the link' }));
  expect(await screen.findByText(`A link is on its way to ${maria.email}.`)).toBeDefined();
  expect(sent).toBe(1);
});

test('the reminder stays away once dismissed, and for those whose address is verified', async () => {
  answer('get', '/events', listOf([]));
  const { user } = open('/', unverified);
  await reminder();
  await user.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('region', { name: /not verified/ })).toBeNull();
});

test('the reminder goes when the mailed link is opened', async () => {
  answer('post', '/auth/email/verify', () => done());
  answer('get', '/me', maria);
  open('/verify-email#token=good', unverified);
  expect(await screen.findByText('Your address is verified')).toBeDefined();
  await waitFor(() => expect(screen.queryByRole('region', { name: /not verified/ })).toBeNull());
  expect(await screen.findByRole('link', { name: 'My tickets' })).toBeDefined();
});
