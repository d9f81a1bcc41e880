import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { keepUser } from '@/api/kept-answers';
import { expectNoViolations } from '@/testing/axe';
import { aBooking, boss, listOf, maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer, done, problem, signedIn } from '@/testing/server';

const password = 'correct horse battery';

test('sends somebody who is not logged in to log in, and back', async () => {
  const { user, location } = open('/tickets?show=past');
  await user.type(await screen.findByLabelText('E-mail'), maria.email);
  await user.type(screen.getByLabelText('Password'), password);
  answer('post', '/auth/login', signedIn(maria));
  answer('get', '/bookings', listOf([]));
  await user.click(screen.getByRole('button', { name: 'Log in' }));
  expect(await screen.findByText('No past tickets')).toBeDefined();
  expect(location()).toBe('/tickets?show=past');
});

test('whoever was signed in before reads that the session has ended, and is led back', async () => {
  keepUser(maria);
  const { user, location } = open('/tickets');
  expect(await screen.findByText('Your session has ended')).toBeDefined();
  await expectNoViolations();
  answer('post', '/auth/login', signedIn(maria));
  answer('get', '/bookings', listOf([]));
  await user.type(screen.getByLabelText('E-mail'), maria.email);
  await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Log in' }));
  await screen.findByText('No upcoming tickets');
  expect(location()).toBe('/tickets');
});

test('the login page has no violations and asks for both fields', async () => {
  const { user } = open('/login');
  await user.click(await screen.findByRole('button', { name: 'Log in' }));
  expect(screen.queryByText('Your session has ended')).toBeNull();
  expect(await screen.findByText('Enter your e-mail address.')).toBeDefined();
  expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBe('true');
  await expectNoViolations();
});

test('wrong credentials are said on the page, and nobody is logged in', async () => {
  answer('post', '/auth/login', () => problem(401, 'bad-credentials', { detail: 'E-mail or password is wrong.' }));
  const { user } = open('/login');
  await user.type(await screen.findByLabelText('E-mail'), maria.email);
  await user.type(screen.getByLabelText('Password'), 'guessing');
  await user.click(screen.getByRole('button', { name: 'Log in' }));
  expect((await screen.findByRole('alert')).textContent).toContain('E-mail or password is wrong.');
  expect(screen.getByRole('heading', { level: 1, name: 'Log in' })).toBeDefined();
});

test('too many attempts say when to try again', async () => {
  answer('post', '/auth/login', () => HttpResponse.json(
    { type: '/problems/too-many-attempts', title: 'Too many attempts', status: 429, detail: 'Too many attempts.', retryable: true },
    { status: 429, headers: { 'retry-after': '600' } },
  ));
  const { user } = open('/login');
  await user.type(await screen.findByLabelText('E-mail'), maria.email);
  await user.type(screen.getByLabelText('Password'), 'guessing');
  await user.click(screen.getByRole('button', { name: 'Log in' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Try again in 10 minutes.');
});

async function fillIn(user: ReturnType<typeof open>['user']) {
  await user.type(await screen.findByLabelText('Name'), maria.name);
  await user.type(screen.getByLabelText('E-mail'), maria.email);
  await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Register' }));
}

test('registers, logs in and goes where one came from', async () => {
  answer('post', '/auth/register', () => HttpResponse.json({ user: maria }, { status: 201 }));
  answer('post', '/auth/login', signedIn(maria));
  answer('get', '/bookings', listOf([]));
  const { user, location } = open('/tickets');
  await user.click(within(await screen.findByRole('navigation', { name: 'Main' })).getByRole('link', { name: 'Register' }));
  await fillIn(user);
  expect(await screen.findByText('No upcoming tickets')).toBeDefined();
  expect(location()).toBe('/tickets');
});

test('an address that has an account is said at its field', async () => {
  answer('post', '/auth/register', () => problem(409, 'email-taken'));
  const { user } = open('/register');
  await fillIn(user);
  expect(await screen.findByText('This address already has an account.')).toBeDefined();
  expect(screen.getByLabelText('E-mail').getAttribute('aria-invalid')).toBe('true');
  await expectNoViolations();
});

test('what the server finds wrong is shown at the fields, the rest on the page', async () => {
  answer('post', '/auth/register', () => problem(422, 'validation', {
    errors: [{ field: 'password', message: 'is among the commonest' }, { field: 'captcha', message: 'is missing' }],
  }));
  const { user } = open('/register');
  await fillIn(user);
  expect(await screen.findByText('Is among the commonest.')).toBeDefined();
  expect(screen.getByRole('alert').textContent).toContain('captcha: is missing');
});

test('logging out ends the session here and on the server', async () => {
  let told = false;
  answer('get', '/bookings', listOf([aBooking()]));
  answer('get', '/events', listOf([]));
  answer('post', '/auth/logout', () => {
    told = true;
    return done();
  });
  const { user } = open('/tickets', maria);
  await user.click(await screen.findByRole('button', { name: 'Log out' }));
  expect(await screen.findByRole('link', { name: 'Log in' })).toBeDefined();
  expect(told).toBe(true);
  expect(await screen.findByText('You are logged out.')).toBeDefined();
});

test('what one person saw is not shown to the next on the same page', async () => {
  answer('get', '/bookings', listOf([aBooking()]));
  answer('get', '/events', listOf([]));
  answer('post', '/auth/logout', () => done());
  const { user } = open('/tickets', maria);
  expect(await screen.findByText('SL7K2M9P')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Log out' }));
  await user.click(await screen.findByRole('link', { name: 'Log in' }));
  let answerNow: () => void = () => undefined;
  answer('get', '/bookings', () => new Promise((resolve) => {
    answerNow = () => resolve(HttpResponse.json(listOf([])));
  }));
  answer('post', '/auth/login', signedIn(boss));
  await user.type(await screen.findByLabelText('E-mail'), boss.email);
  await user.type(screen.getByLabelText('Password'), password);
  await user.click(screen.getByRole('button', { name: 'Log in' }));
  await user.click(await screen.findByRole('link', { name: 'My tickets' }));
  expect(await screen.findByText('Loading your tickets…')).toBeDefined();
  expect(screen.queryByText('SL7K2M9P')).toBeNull();
  answerNow();
  expect(await screen.findByText('No upcoming tickets')).toBeDefined();
});

test('a return address of another site is not followed', async () => {
  answer('get', '/events', listOf([]));
  const { router, location } = open('/', maria);
  await screen.findByText('No events are on sale yet');
  await router.navigate('/login', { state: { from: '//evil.example' } });
  await waitFor(() => expect(location()).toBe('/'));
});
