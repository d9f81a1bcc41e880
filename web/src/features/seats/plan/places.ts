// From points to seats, from seats to points, and from numbers in the house to names.
import { LINE, type Block, type House, type Line } from '@/ui/plan/house';

export interface Point {
  x: number;
  y: number;
}

/** A seat is drawn, and met by the pointer, in the middle of its unit. */
export const SEAT = 0.84;

export function blockAt(house: House, { x, y }: Point): Block | undefined {
  return house.blocks.find((block) => x >= block.x && x < block.x + block.width && y >= block.y && y < block.y + block.height);
}

/** The number of the seat at a point; `slack` widens a seat for fingers, in units. */
export function seatAt(house: House, point: Point, slack = 0): number | undefined {
  const block = blockAt(house, point);
  const top = block?.lines[0]?.y;
  if (!block || top === undefined) return undefined;
  const line = block.lines[Math.floor((point.y - top) / LINE)];
  if (!line) return undefined;
  const inLine = point.x - line.x;
  const at = Math.floor(inLine);
  const beside = Math.abs(inLine - at - 0.5);
  const below = Math.abs(point.y - line.y - 0.5);
  const reach = SEAT / 2 + slack;
  return at >= 0 && at < line.count && beside <= reach && below <= reach ? line.first + at : undefined;
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
export function cornerOf({ line }: Place, seat: number): Point {
  return { x: line.x + seat - line.first, y: line.y };
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
