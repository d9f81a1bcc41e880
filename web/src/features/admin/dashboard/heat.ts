// How full each part of a house is: a few thousand cells at most, whatever the house has of seats.
import type { Availability } from '@/api/availability';
import type { Event } from '@/api/schema';
import { rowsOf } from '@/api/seat-names';
import { houseOf, LINE, type Block } from '@/ui/plan/house';

/** Some seats side by side, or all places of a section without numbers. */
export interface Cell {
  x: number;
  y: number;
  width: number;
  height: number;
  sold: number;
  seats: number;
}

export interface SectionHeat {
  block: Block;
  sold: number;
  seats: number;
  cells: Cell[];
}

export interface Heat {
  width: number;
  height: number;
  sections: SectionHeat[];
}

const MOST_CELLS = 2_500;

function cellsOf(block: Block, event: Event, notFree: Availability['notFree'], each: number): Cell[] {
  const section = event.seating.sections.find(({ id }) => id === block.section.id);
  if (!section) return [];
  const isSold = (seat: string) => notFree.get(seat) === 'booked';
  if (section.kind === 'general') {
    const seats = section.capacity ?? 0;
    let sold = 0;
    for (let place = 1; place <= seats; place += 1) if (isSold(`${section.id}-${place}`)) sold += 1;
    return [{ x: block.x + 1, y: block.y + 2, width: block.width - 2, height: block.height - 3, sold, seats }];
  }
  const rows = rowsOf(section);
  return block.lines.flatMap((line) => {
    const cells: Cell[] = [];
    for (let at = 0; at < line.count; at += each) {
      const count = Math.min(each, line.count - at);
      const seats = rows[line.row]?.seats.slice(line.offset + at, line.offset + at + count) ?? [];
      cells.push({ x: line.x + at, y: line.y, width: count, height: LINE, sold: seats.filter(({ id }) => isSold(id)).length, seats: count });
    }
    return cells;
  });
}

export function heatOf(event: Event, { notFree }: Pick<Availability, 'notFree'>): Heat {
  const house = houseOf(event);
  const each = Math.max(Math.ceil(house.seats / MOST_CELLS), 1);
  const sections = house.blocks.map((block) => {
    const cells = cellsOf(block, event, notFree, each);
    return {
      block,
      cells,
      sold: cells.reduce((sum, { sold }) => sum + sold, 0),
      seats: cells.reduce((sum, { seats }) => sum + seats, 0),
    };
  });
  return { width: house.width, height: house.height, sections };
}

/** From 0, nothing sold, to 4, all sold. Neither the first nor the last seat is rounded away. */
export function warmth(sold: number, seats: number): 0 | 1 | 2 | 3 | 4 {
  if (sold === 0 || seats === 0) return 0;
  if (sold >= seats) return 4;
  return sold / seats < 1 / 3 ? 1 : sold / seats < 2 / 3 ? 2 : 3;
}
