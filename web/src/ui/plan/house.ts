// Where everything of a seating plan lies. A plan names sections and rows, not places: they are laid out here.

/** A section as an event has it, as far as it matters where it lies. */
export interface PlannedSection {
  id: string;
  name: string;
  kind: 'reserved' | 'general';
  price_minor: number;
  rows?: { label: string; seats: number | string[] }[] | null;
  capacity?: number | null;
}

/** Seats of one row, side by side. A row that is too long to be looked at is folded into several lines. */
export interface Line {
  row: number;
  label: string;
  /** The first seat's number in the house, and in its row. */
  first: number;
  offset: number;
  count: number;
  /** The left end and the top. */
  x: number;
  y: number;
}

/** A section on the plan. One without numbered seats has no lines. */
export interface Block {
  section: PlannedSection;
  x: number;
  y: number;
  width: number;
  height: number;
  first: number;
  count: number;
  lines: readonly Line[];
}

/** The whole plan. One unit is the distance from seat to seat; seats are numbered through in the plan's order. */
export interface House {
  width: number;
  height: number;
  seats: number;
  blocks: readonly Block[];
}

/** From line to line: the rows stand a little further apart than the seats. */
export const LINE = 1.15;
/** Around the seats of a block: room for the section's name above, and for the rows' labels beside. */
export const HEAD = 2.6;
export const SIDE = 2.2;
const FOOT = 0.8;
const GAP = 2;
const MOST_IN_A_LINE = 150;
/** Wider than high, as screens are. */
const ASPECT = 1.5;

const seatsIn = (section: PlannedSection) => (section.rows ?? []).map(({ seats }) => (typeof seats === 'number' ? seats : seats.length));

/** Standing people need less room than seats; the block must still be large enough to be met by a finger. */
function generalBlock(section: PlannedSection, first: number): Block {
  const area = Math.max((section.capacity ?? 0) / 2, 60);
  const height = Math.max(Math.sqrt(area / 2.5), 5);
  return { section, x: 0, y: 0, width: Math.max(area / height, 14), height, first, count: 0, lines: [] };
}

function linesOf(section: PlannedSection, first: number): Line[] {
  const lines: Line[] = [];
  let next = first;
  seatsIn(section).forEach((seats, row) => {
    const folds = Math.max(Math.ceil(seats / MOST_IN_A_LINE), 1);
    const each = Math.ceil(seats / folds);
    for (let offset = 0; offset < Math.max(seats, 1); offset += each || 1) {
      const count = Math.min(each, seats - offset);
      lines.push({ row, label: section.rows?.[row]?.label ?? '', first: next, offset, count, x: 0, y: 0 });
      next += count;
    }
  });
  return lines;
}

/** The rows one below the other, each in the middle. */
function reservedBlock(section: PlannedSection, first: number): Block {
  const lines = linesOf(section, first);
  const widest = Math.max(...lines.map(({ count }) => count), 4);
  const placed = lines.map((line, index) => ({ ...line, x: SIDE + (widest - line.count) / 2, y: HEAD + index * LINE }));
  return {
    section, x: 0, y: 0,
    width: widest + 2 * SIDE,
    height: HEAD + lines.length * LINE + FOOT,
    first, count: lines.reduce((sum, { count }) => sum + count, 0),
    lines: placed,
  };
}

function moved(block: Block, x: number, y: number): Block {
  return { ...block, x, y, lines: block.lines.map((line) => ({ ...line, x: line.x + x, y: line.y + y })) };
}

/** The blocks in their order on shelves, one shelf below the other, each in the middle. */
function onShelves(blocks: readonly Block[]): Pick<House, 'width' | 'height' | 'blocks'> {
  const area = blocks.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const width = Math.max(Math.sqrt(area * ASPECT), ...blocks.map((block) => block.width));
  const shelves: Block[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    if (used + block.width > width) {
      shelves.push([]);
      used = 0;
    }
    shelves.at(-1)?.push(block);
    used += block.width + GAP;
  }
  const spans = shelves.map((shelf) => shelf.reduce((sum, block) => sum + block.width + GAP, -GAP));
  const widest = Math.max(...spans, 1);
  const placed: Block[] = [];
  let y = 0;
  shelves.forEach((shelf, index) => {
    let x = (widest - (spans[index] ?? 0)) / 2;
    for (const block of shelf) {
      placed.push(moved(block, x, y));
      x += block.width + GAP;
    }
    y += Math.max(...shelf.map(({ height }) => height)) + GAP;
  });
  return { width: widest, height: Math.max(y - GAP, 1), blocks: placed };
}

export function houseOf({ seating }: { seating: { sections: readonly PlannedSection[] } }): House {
  let seats = 0;
  const blocks = seating.sections.map((section) => {
    const block = section.kind === 'general' ? generalBlock(section, seats) : reservedBlock(section, seats);
    seats += block.count;
    return block;
  });
  return { seats, ...onShelves(blocks) };
}
