import { expect, test } from 'vitest';
import type { Section } from '@/api/schema';
import { rowsOf } from '@/api/seat-names';
import { anEvent } from '@/testing/fixtures';
import { houseOf, LINE, type Block } from '@/ui/plan/house';
import { blockAt, cornerOf, numbersOf, placeOf, seatAt } from './places';
import { tierOf, tiersOf } from './prices';
import { CHOSEN, changedSeats, FREE, HELD, LOST, statesOf } from './states';
import { tilesIn } from './tiles';
import { between, isWhole, kept, leastScale, onBlock, panned, toPlan, whole, zoomed } from './view';

const reserved = (id: string, rows: Section['rows'], price_minor = 1000): Section => ({ id, name: id, kind: 'reserved', price_minor, rows });
const hall = (...sections: Section[]) => houseOf(anEvent({ seating: { sections } }));
const stadium = () => hall(...Array.from({ length: 25 }, (_, index) =>
  reserved(`S${index}`, Array.from({ length: 40 }, (_, row) => ({ label: `R${row}`, seats: 50 })))));
const size = { width: 800, height: 500 };
const overlap = (one: Block, other: Block) =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

test('every seat has a place of its own, and whoever points there meets it', () => {
  const house = hall(reserved('ST', [{ label: 'A', seats: 3 }, { label: 'B', seats: ['1', '2', '2A'] }]), reserved('BA', [{ label: 'A', seats: 400 }]));
  const names = ['ST', 'BA'].flatMap((_, index) => {
    const section = house.blocks[index]?.section;
    return section ? rowsOf(section).flatMap(({ seats }) => seats.map(({ id }) => id)) : [];
  });
  expect(names).toHaveLength(406);
  expect([...numbersOf(house)]).toEqual(names.map((name, number) => [name, number]));
  names.forEach((name, number) => {
    const place = placeOf(house, number);
    if (!place) throw new Error(`${name} has no place`);
    expect(place.id).toBe(name);
    const corner = cornerOf(place, number);
    expect(seatAt(house, { x: corner.x + 0.5, y: corner.y + 0.5 })).toBe(number);
  });
  expect(placeOf(house, 406)).toBeUndefined();
});

test('between seats, beside rows and between sections there is no seat', () => {
  const house = hall(reserved('ST', [{ label: 'A', seats: 3 }, { label: 'B', seats: 1 }]));
  const line = house.blocks[0]?.lines[0];
  if (!line) throw new Error('no line');
  expect(seatAt(house, { x: line.x + 1, y: line.y + 0.5 })).toBeUndefined();
  expect(seatAt(house, { x: line.x - 0.5, y: line.y + 0.5 })).toBeUndefined();
  expect(seatAt(house, { x: line.x + 3.5, y: line.y + 0.5 })).toBeUndefined();
  expect(seatAt(house, { x: line.x + 0.2, y: line.y + LINE + 0.5 })).toBeUndefined();
  expect(seatAt(house, { x: -5, y: -5 })).toBeUndefined();
  expect(seatAt(house, { x: line.x + 1, y: line.y + 0.5 }, 0.1)).toBeDefined();
});

test('sections never lie over each other, and all lie within the plan', () => {
  const house = houseOf(anEvent({ seating: { sections: [
    ...Array.from({ length: 12 }, (_, index) => reserved(`S${index}`, [{ label: 'A', seats: 5 + index * 7 }])),
    { id: 'GA', name: 'Standing', kind: 'general', price_minor: 100, capacity: 100_000 },
  ] } }));
  house.blocks.forEach((block, index) => {
    expect(block.x >= 0 && block.y >= 0 && block.x + block.width <= house.width + 1e-9 && block.y + block.height <= house.height + 1e-9).toBe(true);
    for (const other of house.blocks.slice(index + 1)) expect(overlap(block, other)).toBe(false);
  });
});

test('what is said of where sections stand is so, and every seat is still met where it is drawn', () => {
  const rows: Section['rows'] = [
    { label: 'A', seats: 9, gaps: [{ after: 0, width: 2 }, { after: 4, width: 3 }] },
    { label: 'B', seats: 14, gaps: [{ after: 13, width: 1 }] },
    { label: 'C', seats: 200 },
  ];
  for (const layout of [{ x: 0, y: 0 }, { x: 350, y: 20, rotation: 33 }, { x: 90, y: 700, curve: 120 }, { x: 5000, y: 5000, rotation: -90, curve: 40 }]) {
    const house = hall({ ...reserved('ST', rows), layout }, reserved('UP', [{ label: 'A', seats: 3 }]));
    for (let seat = 0; seat < house.seats; seat += 1) {
      const place = placeOf(house, seat);
      const corner = place && cornerOf(place, seat);
      expect(corner && seatAt(house, { x: corner.x + 0.5, y: corner.y + 0.5 })).toBe(seat);
      expect(corner && corner.x >= 0 && corner.y >= 0 && corner.x < house.width && corner.y < house.height).toBe(true);
    }
  }
});

test('between the two sides of an aisle there is no seat, and the row is named at its ends only', () => {
  const [block] = hall(reserved('ST', [{ label: 'A', seats: 4, gaps: [{ after: 2, width: 2 }] }])).blocks;
  if (!block) throw new Error('no block');
  expect(block.lines.map(({ first, count, begins, ends }) => ({ first, count, begins, ends }))).toEqual([
    { first: 0, count: 2, begins: true, ends: false }, { first: 2, count: 2, begins: false, ends: true },
  ]);
  const [left, right] = block.lines;
  expect(right && left && right.x - left.x).toBe(4);
});

test('the rows of a bent section go around the stage: their ends are nearer to it than their middle', () => {
  const house = hall({ ...reserved('ST', [{ label: 'A', seats: 21 }, { label: 'B', seats: 21 }]), layout: { x: 0, y: 0, curve: 90 } });
  const heights = [0, 10, 20].map((seat) => {
    const place = placeOf(house, seat);
    return place ? cornerOf(place, seat).y : Number.NaN;
  });
  expect(heights[0]).toBeCloseTo(heights[2] ?? 0);
  expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeGreaterThan(2);
});

test('sections that stand nowhere are below those that do, and none is lost', () => {
  const house = hall(reserved('UP', [{ label: 'A', seats: 3 }]), { ...reserved('ST', [{ label: 'A', seats: 9 }]), layout: { x: 100, y: 100 } });
  expect(house.blocks.map(({ section }) => section.id)).toEqual(['UP', 'ST']);
  const [up, st] = house.blocks;
  expect(up && st && up.y >= st.y + st.height).toBe(true);
  expect(house.corner).toEqual({ x: 10, y: 10 });
});

test('a section without numbered seats can be pointed at', () => {
  const house = houseOf(anEvent());
  const block = house.blocks[1];
  expect(block && blockAt(house, { x: block.x + 1, y: block.y + 1 })?.section.id).toBe('GA');
  expect(block && seatAt(house, { x: block.x + 1, y: block.y + 1 })).toBeUndefined();
});

test('a house of 50,000 seats is about as wide as a screen, not a strip', () => {
  const { width, height, seats } = stadium();
  expect(seats).toBe(50_000);
  expect(width / height).toBeGreaterThan(0.8);
  expect(width / height).toBeLessThan(2.5);
});

test('what is under the pointer stays there while zooming', () => {
  const house = stadium();
  const view = zoomed(whole(house, size), 4, { x: 400, y: 250 }, house, size);
  const at = { x: 300, y: 200 };
  const closer = zoomed(view, 1.5, at, house, size);
  expect(closer.scale).toBeCloseTo(view.scale * 1.5);
  expect(toPlan(closer, at).x).toBeCloseTo(toPlan(view, at).x);
  expect(toPlan(closer, at).y).toBeCloseTo(toPlan(view, at).y);
});

test('the plan cannot be lost: neither dragged out of the picture nor zoomed to nothing', () => {
  const house = stadium();
  const near = onBlock(house.blocks[12] as Block, house, size);
  const far = panned(near, 1e6, -1e6, house, size);
  expect(far.x).toBeLessThan(0);
  expect(far.x * far.scale).toBeGreaterThan(-20);
  expect((house.height - far.y) * far.scale).toBeGreaterThan(size.height - 20);
  expect(zoomed(near, 1e-6, { x: 0, y: 0 }, house, size).scale).toBe(leastScale(house, size));
  expect(isWhole(kept({ x: 0, y: 0, scale: 0 }, house, size), house, size)).toBe(true);
  expect(isWhole(near, house, size)).toBe(false);
});

test('on the way from view to view the fixed point stays fixed', () => {
  const [from, to] = [{ x: 0, y: 0, scale: 4 }, { x: 50, y: 25, scale: 8 }];
  const half = between(from, to, 0.5);
  // Of these two views the point (100, 50) has the same pixels.
  expect((100 - half.x) * half.scale).toBeCloseTo(400);
  expect((50 - half.y) * half.scale).toBeCloseTo(200);
  expect(between(from, to, 1)).toEqual(to);
});

test('a seat that somebody else took is lost to whoever had chosen it, unless it is held for them', () => {
  const house = hall(reserved('ST', [{ label: 'A', seats: 3 }]));
  const numbers = numbersOf(house);
  const notFree = new Map([['ST-A-1', 'held' as const], ['ST-A-2', 'held' as const], ['XX-1-1', 'booked' as const]]);
  const chosen = ['ST-A-2', 'ST-A-3'];
  const before = statesOf(house, numbers, { notFree, chosen, held: false });
  expect([...before]).toEqual([HELD, LOST, CHOSEN]);
  const after = statesOf(house, numbers, { notFree, chosen, held: true });
  expect([...after]).toEqual([HELD, CHOSEN, CHOSEN]);
  expect(changedSeats(before, after)).toEqual([1]);
  expect(statesOf(house, numbers, { notFree: new Map(), chosen: [], held: false })[0]).toBe(FREE);
});

test('more prices than colours share them with their neighbours, and none is left out', () => {
  const prices = [100, 200, 300, 400, 500, 600, 700, 800];
  const tiers = tiersOf(prices.map((price) => reserved(`P${price}`, [], price)));
  expect(tiers).toHaveLength(6);
  expect([tiers[0]?.most, tiers.at(-1)?.least]).toEqual([800, 100]);
  for (const price of prices) {
    const tier = tiers[tierOf(tiers, price)];
    expect(tier && tier.least <= price && price <= tier.most).toBe(true);
  }
});

test('a view needs the tiles that it touches', () => {
  expect(tilesIn({ x: 0, y: -1, scale: 10 }, { width: 256, height: 257 })).toEqual({ left: 0, right: 0, top: -1, bottom: 0 });
  expect(tilesIn({ x: 25.6, y: 0, scale: 10 }, { width: 257, height: 10 })).toEqual({ left: 1, right: 2, top: 0, bottom: 0 });
});
