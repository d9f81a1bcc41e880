// From points to seats, from seats to points, and from numbers in the house to names.
import { linesBetween, type Block, type House, type Line } from '@/ui/plan/house';
import type { Box } from '@/ui/plan/bend';

export interface Point {
  x: number;
  y: number;
}

/** A seat is drawn, and met by the pointer, in the middle of its unit. */
export const SEAT = 0.84;

const within = ({ x, y, width, height }: Box, at: Point) => at.x >= x && at.x < x + width && at.y >= y && at.y < y + height;

/** The last of those there, for it is drawn above the others. */
export function blockAt(house: House, point: Point): Block | undefined {
  return house.blocks.findLast((block) => within(block, point) && (!block.bend || within(block.bend.straight, block.bend.into(point))));
}

/** The number of the seat at a point; `slack` widens a seat for fingers, in units. */
export function seatAt(house: House, point: Point, slack = 0): number | undefined {
  const block = blockAt(house, point);
  if (!block) return undefined;
  const { x, y } = block.bend?.into(point) ?? point;
  const reach = SEAT / 2 + slack;
  for (const line of linesBetween(block.lines, y - 0.5 - reach, y - 0.5 + reach)) {
    const at = Math.floor(x - line.x);
    if (at >= 0 && at < line.count && Math.abs(x - line.x - at - 0.5) <= reach) return line.first + at;
  }
  return undefined;
}

/** The last of those, in the order of their seats, that begins at or before a number. */
function holder<Of extends { first: number; count: number }>(parts: readonly Of[], seat: number): Of | undefined {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((parts[middle]?.first ?? 0) <= seat) low = middle;
    else high = middle - 1;
  }
  const found = parts[low];
  return found && seat >= found.first && seat < found.first + found.count ? found : undefined;
}

const seatedBlocks = new WeakMap<House, Block[]>();

function blockOf(house: House, seat: number): Block | undefined {
  let seated = seatedBlocks.get(house);
  if (!seated) {
    seated = house.blocks.filter(({ count }) => count > 0);
    seatedBlocks.set(house, seated);
  }
  return holder(seated, seat);
}

export interface Place {
  block: Block;
  line: Line;
  /** What is printed on the seat, and the whole name that the server knows. */
  name: string;
  id: string;
}

export function nameIn({ section }: Block, { row, offset }: Line, at: number): string {
  const seats = section.rows?.[row]?.seats;
  return typeof seats === 'object' ? seats[offset + at] ?? '' : String(offset + at + 1);
}

/** The seat behind a number. */
export function placeOf(house: House, seat: number): Place | undefined {
  const block = blockOf(house, seat);
  const line = block && holder(block.lines.filter(({ count }) => count > 0), seat);
  if (!line) return undefined;
  const name = nameIn(block, line, seat - line.first);
  return { block, line, name, id: `${block.section.id}-${line.label}-${name}` };
}

/** The top left of a seat's unit. */
export function cornerOf({ block, line }: Pick<Place, 'block' | 'line'>, seat: number): Point {
  const [x, y] = [line.x + seat - line.first, line.y];
  if (!block.bend) return { x, y };
  const middle = block.bend.out({ x: x + 0.5, y: y + 0.5 });
  return { x: middle.x - 0.5, y: middle.y - 0.5 };
}

/** The number of every seat by its name. */
export function numbersOf(house: House): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const block of house.blocks) {
    for (const line of block.lines) {
      const row = `${block.section.id}-${line.label}-`;
      for (let at = 0; at < line.count; at += 1) numbers.set(row + nameIn(block, line, at), line.first + at);
    }
  }
  return numbers;
}
