import { expect, test } from 'vitest';
import { describeSeat, existingSeats } from '@/api/seat-names';
import { anEvent } from '@/testing/fixtures';
import { choiceFromSearch, choiceToSearch, totalOf, type Choice } from './choice';
import { blocksOf, rowsOf, unavailabilityOf } from './plan';

const event = anEvent();

test('seats are described by section, row and seat', () => {
  expect(describeSeat(event, 'ST-B-2A')).toBe('Stalls, row B, seat 2A');
  expect(describeSeat(event, 'GA-17')).toBe('Standing, place 17');
  expect(describeSeat(event, 'XX-1-1')).toBe('XX-1-1');
});

test('seats that the plan does not have are dropped from a link', () => {
  expect(existingSeats(event, ['ST-A-3', 'ST-A-4', 'ST-A-01', 'ST-C-1', 'GA-1', 'nonsense'])).toEqual(['ST-A-3']);
});

test('a large section falls into blocks that keep every row once and in order', () => {
  const rows = Array.from({ length: 250 }, (_, index) => ({ label: String(index), seats: Array.from({ length: 40 }, (__, seat) => String(seat)) }));
  const blocks = blocksOf(rows, 1_200);
  expect(blocks.flat()).toEqual(rows);
  expect(Math.max(...blocks.map((block) => block.length * 40))).toBeLessThanOrEqual(1_200);
});

test('a row that is longer than a block is a block of its own', () => {
  const long = { label: 'A', seats: Array.from({ length: 50 }, (_, seat) => String(seat)) };
  expect(blocksOf([long, long], 10)).toEqual([[long], [long]]);
});

test('rows are numbered from 1, or labelled by hand', () => {
  const stalls = event.seating.sections[0];
  expect(stalls && rowsOf(stalls).map(({ seats }) => seats)).toEqual([['1', '2', '3'], ['1', '2', '2A']]);
});

test('a seat that is booked is called taken, whatever else it is', () => {
  const seats = unavailabilityOf({ position: 1, capacity: 1, free: 0, sections: [], booked: ['a'], held: ['a', 'b'], blocked: ['c'] });
  expect(Object.fromEntries(seats)).toEqual({ a: 'taken', b: 'held', c: 'not for sale' });
});

test.each<Choice>([
  { by: 'seats', seats: ['ST-A-1', 'ST-A-2'] },
  { by: 'best', section: undefined, quantity: 2 },
  { by: 'best', section: 'ST', quantity: 3 },
  { by: 'places', section: 'GA', quantity: 4 },
])('a choice survives its way through the address: %o', (choice) => {
  expect(choiceFromSearch(choiceToSearch(choice))).toEqual(choice);
});

test('the total is a range only where the system may pick the section', () => {
  const balcony = { id: 'BA', name: 'Balcony', kind: 'reserved' as const, price_minor: 3000, rows: [{ label: 'A', seats: 9 }] };
  const house = anEvent({ seating: { sections: [...event.seating.sections, balcony] } });
  expect(totalOf(house, { by: 'best', section: undefined, quantity: 2 })).toBe('€60.00 to €90.00');
  expect(totalOf(house, { by: 'best', section: 'ST', quantity: 2 })).toBe('€90.00');
  expect(totalOf(house, { by: 'seats', seats: ['ST-A-1', 'BA-A-1'] })).toBe('€75.00');
});
