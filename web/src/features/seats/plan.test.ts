import { expect, test } from 'vitest';
import { availabilityOf, changed, followed, noted } from '@/api/availability';
import { describeSeat, existingSeats, rowsOf } from '@/api/seat-names';
import { loadArea } from '@/i18n';
import { anEvent, aSeatMap } from '@/testing/fixtures';
import { blocksOf } from '@/ui/seats/plan-rows';
import { choiceFromSearch, choiceOf, choiceToSearch, totalOf, type Choice } from './choice';

const event = anEvent();

test('seats are described by section, row and seat', () => {
  expect(describeSeat(event, 'ST-B-2A')).toBe('Stalls, row B, seat 2A');
  expect(describeSeat(event, 'GA-17')).toBe('Standing, place 17');
  expect(describeSeat(event, 'XX-1-1')).toBe('XX-1-1');
});

test('seats that the plan does not have are dropped from a link', () => {
  expect(existingSeats(event, ['ST-A-3', 'ST-A-4', 'ST-A-01', 'ST-C-1', 'GA-1', 'nonsense'])).toEqual(['ST-A-3']);
});

const seats = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `X-${index}`, name: String(index) }));

test('a large section falls into blocks that keep every row once and in order', () => {
  const rows = Array.from({ length: 250 }, (_, index) => ({ label: String(index), seats: seats(40) }));
  const blocks = blocksOf(rows, 1_200);
  expect(blocks.flat()).toEqual(rows);
  expect(Math.max(...blocks.map((block) => block.length * 40))).toBeLessThanOrEqual(1_200);
});

test('a row that is longer than a block is a block of its own', () => {
  const long = { label: 'A', seats: seats(50) };
  expect(blocksOf([long, long], 10)).toEqual([[long], [long]]);
});

test('rows are numbered from 1, or labelled by hand', () => {
  const stalls = event.seating.sections[0];
  expect(stalls && rowsOf(stalls).map((row) => row.seats.map(({ id }) => id))).toEqual([['ST-A-1', 'ST-A-2', 'ST-A-3'], ['ST-B-1', 'ST-B-2', 'ST-B-2A']]);
});

test('a seat that is booked is called booked, whatever else it is', () => {
  const { notFree } = availabilityOf(aSeatMap({ booked: ['a'], held: ['a', 'b'], blocked: ['c'] }));
  expect(Object.fromEntries(notFree)).toEqual({ a: 'booked', b: 'held', c: 'blocked' });
});

test('seats that change hands are counted, in all and by section, also in a section whose id begins like another', () => {
  const before = availabilityOf(aSeatMap({ free: 7, sections: [{ id: 'ST', free: 5, capacity: 6 }, { id: 'ST-B', free: 2, capacity: 2 }] }));
  const after = changed(before, [{ held: ['ST-A-1', 'ST-B-1'] }, { booked: ['ST-A-1'], freed: ['ST-A-2'] }]);
  expect(Object.fromEntries(after.notFree)).toEqual({ 'ST-A-1': 'booked', 'ST-B-1': 'held' });
  expect(after.free).toBe(6);
  expect(after.sections.map(({ free }) => free)).toEqual([5, 1]);
  expect(before.free).toBe(7);
});

test('a change that is told twice, or that was known before, changes nothing', () => {
  const before = availabilityOf(aSeatMap());
  const change = { position: 8, booked: [], held: ['ST-A-1'], blocked: [], freed: [] };
  const once = followed(before, [change]);
  expect(followed(once, [change])).toEqual(once);
  expect(once.position).toBe(8);
  expect(followed(before, [{ ...change, position: 6, held: ['ST-B-1'] }])).toBe(before);
});

test('what a command did is noted, unless what is known is as new or newer', () => {
  const before = availabilityOf(aSeatMap());
  const after = noted(before, 8, { held: ['ST-A-1'] });
  expect(after.notFree.get('ST-A-1')).toBe('held');
  expect(after.position).toBe(7);
  expect(noted(before, 7, { held: ['ST-A-1'] })).toBe(before);
});

test('the seats of a hold can be chosen again, places without numbers by how many they were', () => {
  expect(choiceOf(event, ['ST-A-1', 'ST-A-3'])).toEqual({ by: 'seats', seats: ['ST-A-1', 'ST-A-3'] });
  expect(choiceOf(event, ['GA-7', 'GA-8'])).toEqual({ by: 'places', section: 'GA', quantity: 2 });
});

test.each<Choice>([
  { by: 'seats', seats: ['ST-A-1', 'ST-A-2'] },
  { by: 'best', section: undefined, quantity: 2 },
  { by: 'best', section: 'ST', quantity: 3 },
  { by: 'places', section: 'GA', quantity: 4 },
])('a choice survives its way through the address: %o', (choice) => {
  expect(choiceFromSearch(choiceToSearch(choice))).toEqual(choice);
});

test('the total is a range only where the system may pick the section', async () => {
  await loadArea('seats');
  const balcony = { id: 'BA', name: 'Balcony', kind: 'reserved' as const, price_minor: 3000, rows: [{ label: 'A', seats: 9 }] };
  const house = anEvent({ seating: { sections: [...event.seating.sections, balcony] } });
  expect(totalOf(house, { by: 'best', section: undefined, quantity: 2 })).toBe('€60.00 to €90.00');
  expect(totalOf(house, { by: 'best', section: 'ST', quantity: 2 })).toBe('€90.00');
  expect(totalOf(house, { by: 'seats', seats: ['ST-A-1', 'BA-A-1'] })).toBe('€75.00');
});
