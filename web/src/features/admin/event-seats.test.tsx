import { screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { expectNoViolations } from '@/testing/axe';
import { aSeatMap, boss } from '@/testing/fixtures';
import { houseIsOpen, seat } from '@/testing/house';
import { open } from '@/testing/render';
import { answer, problem } from '@/testing/server';

const address = '/admin/events/e-nabucco/seats';

/** Takes what is blocked or unblocked and remembers it. */
function takes(call: 'blocks' | 'unblocks'): unknown[] {
  const sent: unknown[] = [];
  answer('post', `/events/e-nabucco/${call}`, async ({ request }) => {
    sent.push(await request.json());
    return HttpResponse.json({ blocked: [] }, { headers: { 'Seatlog-Position': '8' } });
  });
  return sent;
}

test('seats are taken off sale, chosen one by one and by the row', async () => {
  houseIsOpen();
  const sent = takes('blocks');
  const { user } = open(address, boss);
  expect(await screen.findByRole('heading', { level: 1, name: 'Seats of Nabucco' })).toBeDefined();
  await user.click(await seat('Stalls, row B, seat 2A, 45.00 EUR, free'));
  await user.click(screen.getByRole('button', { name: 'Choose the whole row' }));
  await expectNoViolations();
  await user.click(screen.getByRole('button', { name: 'Take 3 seats off sale' }));
  expect(await screen.findByText('3 seats are off sale.')).toBeDefined();
  expect(sent).toEqual([{ seats: ['ST-B-2A', 'ST-A-1', 'ST-A-3'] }]);
  expect(await seat('Stalls, row A, seat 1, 45.00 EUR, not for sale')).toBeDefined();
  expect(screen.getByRole('option', { name: 'Stalls (3 off sale)' })).toBeDefined();
  expect(screen.getByRole('button', { name: 'Take 0 seats off sale' }).getAttribute('aria-disabled')).toBe('true');
});

test('seats are put back on sale', async () => {
  houseIsOpen(undefined, aSeatMap({ blocked: ['ST-A-1', 'ST-A-3'] }));
  const sent = takes('unblocks');
  const { user } = open(address, boss);
  await user.click(await seat('Stalls, row A, seat 1, 45.00 EUR, not for sale'));
  expect(await seat('Stalls, row A, seat 1, 45.00 EUR, not for sale, chosen')).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Put 1 seat back on sale' }));
  expect(await seat('Stalls, row A, seat 1, 45.00 EUR, free')).toBeDefined();
  expect(sent).toEqual([{ seats: ['ST-A-1'] }]);
});

test('a seat that somebody has cannot be chosen', async () => {
  houseIsOpen(undefined, aSeatMap({ held: ['ST-A-1'] }));
  const { user } = open(address, boss);
  await user.click(await seat('Stalls, row A, seat 1, 45.00 EUR, held'));
  await user.click(await seat('Stalls, row A, seat 2, 45.00 EUR, taken'));
  expect(screen.getByRole('button', { name: 'Take 0 seats off sale' })).toBeDefined();
});

test('seats that somebody got meanwhile are named, and nothing is said to be changed', async () => {
  houseIsOpen();
  answer('post', '/events/e-nabucco/blocks', () => problem(409, 'seat-taken', { seats: ['ST-A-1'] }));
  const { user } = open(address, boss);
  await user.click(await seat('Stalls, row A, seat 1, 45.00 EUR, free'));
  answer('get', '/events/e-nabucco/seats', aSeatMap({ position: 8, held: ['ST-A-1'] }));
  await user.click(screen.getByRole('button', { name: 'Take 1 seat off sale' }));
  const notice = within(await screen.findByRole('alert'));
  expect(notice.getByText('Stalls, row A, seat 1')).toBeDefined();
  expect(await seat('Stalls, row A, seat 1, 45.00 EUR, chosen')).toBeDefined();
  await expectNoViolations();
});

test('places without numbers go off sale from the highest, and come back', async () => {
  houseIsOpen();
  const blocks = takes('blocks');
  const unblocks = takes('unblocks');
  const { user } = open(address, boss);
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Section' }), 'GA');
  await user.click(screen.getByRole('button', { name: 'Take off sale' }));
  expect(await screen.findByText('48 of 50 are free, 2 are off sale.')).toBeDefined();
  expect(blocks).toEqual([{ seats: ['GA-49', 'GA-50'] }]);
  await user.click(screen.getByRole('button', { name: 'Put back on sale' }));
  expect(await screen.findByText('50 of 50 are free, 0 are off sale.')).toBeDefined();
  expect(unblocks).toEqual([{ seats: ['GA-49', 'GA-50'] }]);
  await expectNoViolations();
});
