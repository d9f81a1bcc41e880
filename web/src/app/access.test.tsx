import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { boss, clerk, listOf, maria } from '@/testing/fixtures';
import { open } from '@/testing/render';
import { answer } from '@/testing/server';

const adminPages = ['/admin', '/admin/events', '/admin/events/new', '/admin/events/e-1/edit', '/admin/events/e-1/seats', '/admin/users', '/admin/mails', '/admin/projections', '/admin/reports', '/admin/reports/sales', '/admin/audit', '/admin/audit/integrity'];

test.each([...adminPages, '/admin/bookings'])('a user may not see %s', async (address) => {
  open(address, maria);
  expect(await screen.findByRole('heading', { level: 1, name: 'Not for your account' })).toBeDefined();
});

test.each(adminPages)('staff may not see %s', async (address) => {
  open(address, clerk);
  expect(await screen.findByRole('heading', { level: 1, name: 'Not for your account' })).toBeDefined();
});

test.each([...adminPages, '/admin/bookings', '/tickets', '/tickets/b-1'])('nobody sees %s without logging in', async (address) => {
  const { location } = open(address);
  expect(await screen.findByRole('heading', { level: 1, name: 'Log in' })).toBeDefined();
  expect(location()).toBe('/login');
});

test('staff may read the bookings of all, and cancel none', async () => {
  answer('get', '/bookings', listOf([]));
  open('/admin/bookings', clerk);
  expect(await screen.findByText('No booking matches')).toBeDefined();
  expect(screen.queryByRole('link', { name: 'Users' })).toBeNull();
});

test('the page for the wrong role names the role and has no violations', async () => {
  open('/admin', maria);
  expect(await screen.findByText(/other roles than yours \(user\)/)).toBeDefined();
  await expectNoViolations();
});

test('an address without a page says so', async () => {
  open('/nowhere');
  expect(await screen.findByRole('heading', { level: 1, name: 'Page not found' })).toBeDefined();
  await expectNoViolations();
});

test('the header leads everybody where they may go', async () => {
  answer('get', '/events', listOf([]));
  open('/', boss);
  expect(await screen.findByRole('link', { name: 'Administration' })).toBeDefined();
  expect(screen.getByRole('link', { name: 'My tickets' })).toBeDefined();
  expect(screen.queryByRole('link', { name: 'Log in' })).toBeNull();
});

test('the menu of a phone opens, and closes when one goes elsewhere', async () => {
  answer('get', '/events', listOf([]));
  const { user } = open('/');
  const menu = await screen.findByRole('button', { name: 'Menu' });
  expect(menu.getAttribute('aria-expanded')).toBe('false');
  await user.click(menu);
  expect(menu.getAttribute('aria-expanded')).toBe('true');
  await user.click(await screen.findByRole('link', { name: 'Log in' }));
  await screen.findByRole('heading', { level: 1, name: 'Log in' });
  expect(screen.getByRole('button', { name: 'Menu' }).getAttribute('aria-expanded')).toBe('false');
});

test('a chosen theme is applied and remembered, and the system is followed again on wish', async () => {
  answer('get', '/events', listOf([]));
  const { user } = open('/');
  await user.click(await screen.findByRole('radio', { name: 'Dark theme' }));
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(localStorage.getItem('seatlog-theme')).toBe('dark');
  await user.click(screen.getByRole('radio', { name: 'Theme of the system' }));
  expect(document.documentElement.dataset['theme']).toBe('light');
  expect(localStorage.getItem('seatlog-theme')).toBeNull();
});
