// Where everything of a seating plan lies. A plan may say where its sections stand; what it says nothing of is laid out here.
import { bendOf, boxAround, type Bend, type Spot } from './bend';

/** A section as an event has it, as far as it matters where it lies. */
export interface PlannedSection {
  id: string;
  name: string;
  kind: 'reserved' | 'general';
  price_minor: number;
  rows?: { label: string; seats: number | string[]; gaps?: { after: number; width: number }[] }[] | null;
  capacity?: number | null;
  /** In tenths of a unit, and in degrees. */
  layout?: { x: number; y: number; rotation?: number; curve?: number };
}

/** Seats of one row, side by side. A row with gaps has several lines, and one that is too long to be looked at is folded into several. */
export interface Line {
  row: number;
  label: string;
  /** The first seat's number in the house, and in its row. */
  first: number;
  offset: number;
  count: number;
  /** The left end and the top; in a bent block as if it were straight. */
  x: number;
  y: number;
  /** Whether the row's label stands before it, and behind it. */
  begins: boolean;
  ends: boolean;
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
  /** Only of a block that is not straight. */
  bend?: Bend;
}

/** The whole plan. One unit is the distance from seat to seat; seats are numbered through in the plan's order. */
export interface House {
  width: number;
  height: number;
  seats: number;
  blocks: readonly Block[];
  /** Where the plan's corner is in the measure that its sections say their places in. */
  corner: Spot;
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

/** Standing people need less room than seats; the block must still be large enough to be met by a finger. */
function generalBlock(section: PlannedSection, first: number): Block {
  const area = Math.max((section.capacity ?? 0) / 2, 60);
  const height = Math.max(Math.sqrt(area / 2.5), 5);
  return { section, x: 0, y: 0, width: Math.max(area / height, 14), height, first, count: 0, lines: [] };
}

/** The pieces of a row on one level: each has its first seat's number in the row, and where it begins. */
interface Level {
  pieces: { offset: number; count: number; at: number }[];
  width: number;
}

function levelsOf({ seats: given, gaps }: NonNullable<PlannedSection['rows']>[number]): Level[] {
  const seats = typeof given === 'number' ? given : given.length;
  if (gaps && gaps.length > 0) return [withGaps(seats, gaps)];
  const folds = Math.max(Math.ceil(seats / MOST_IN_A_LINE), 1);
  const each = Math.ceil(seats / folds);
  return Array.from({ length: folds }, (_, fold) => {
    const count = Math.min(each, seats - fold * each);
    return { pieces: [{ offset: fold * each, count, at: 0 }], width: count };
  });
}

function withGaps(seats: number, gaps: readonly { after: number; width: number }[]): Level {
  const pieces: Level['pieces'] = [];
  let [offset, at] = [0, 0];
  for (const { after, width } of gaps) {
    const count = Math.min(Math.max(after - offset, 0), seats - offset);
    if (count > 0) pieces.push({ offset, count, at });
    offset += count;
    at += count + width;
  }
  if (offset < seats || pieces.length === 0) pieces.push({ offset, count: seats - offset, at });
  return { pieces, width: at + seats - offset };
}

/** The rows one below the other, each in the middle. */
function reservedBlock(section: PlannedSection, first: number): Block {
  const rows = (section.rows ?? []).map((row) => ({ label: row.label, levels: levelsOf(row) }));
  let widest = 4;
  for (const { levels } of rows) for (const { width } of levels) widest = Math.max(widest, width);
  const lines: Line[] = [];
  let [level, next] = [0, first];
  rows.forEach(({ label, levels }, row) => {
    for (const { pieces, width } of levels) {
      pieces.forEach(({ offset, count, at }, piece) => {
        const [begins, ends] = [piece === 0, piece === pieces.length - 1];
        lines.push({ row, label, first: next, offset, count, x: SIDE + (widest - width) / 2 + at, y: HEAD + level * LINE, begins, ends });
        next += count;
      });
      level += 1;
    }
  });
  return { section, x: 0, y: 0, width: widest + 2 * SIDE, height: HEAD + level * LINE + FOOT, first, count: next - first, lines };
}

/** The lines between two heights. */
export function linesBetween(lines: readonly Line[], top: number, bottom: number): readonly Line[] {
  const after = (height: number) => {
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle]?.y ?? 0) < height) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return lines.slice(after(top), after(bottom));
}

function moved(block: Block, x: number, y: number): Block {
  return { ...block, x, y, lines: block.lines.map((line) => ({ ...line, x: line.x + x, y: line.y + y })) };
}

/** A block where its section says that it stands. */
function placed(block: Block, { x, y, rotation = 0, curve = 0 }: NonNullable<PlannedSection['layout']>): Block {
  const straight = moved(block, x / 10, y / 10);
  if (rotation === 0 && curve === 0) return straight;
  const bend = bendOf(straight, curve, rotation, block.width - (block.count > 0 ? 2 * SIDE : 0));
  return { ...straight, ...boxAround(bend.outline), bend };
}

/** Everything moved so that the plan begins at 0, 0. */
function fromCorner(blocks: readonly Block[]): Omit<House, 'seats'> {
  const corners = blocks.flatMap(({ x, y, width, height }) => [{ x, y }, { x: x + width, y: y + height }]);
  const { x, y, width, height } = boxAround(corners);
  const all = x === 0 && y === 0 ? blocks : blocks.map((block) => {
    const { straight } = block.bend ?? { straight: block };
    const layout = { ...block.section.layout, x: (straight.x - x) * 10, y: (straight.y - y) * 10 };
    const back = { ...block, lines: block.lines.map((line) => ({ ...line, x: line.x - straight.x, y: line.y - straight.y })) };
    return placed({ ...back, width: straight.width, height: straight.height }, layout);
  });
  return { width, height, blocks: all, corner: { x, y } };
}

/** The blocks in their order on shelves, one shelf below the other, each in the middle. */
function onShelves(blocks: readonly Block[]): Omit<House, 'seats' | 'corner'> {
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
  const standing: Block[] = [];
  let y = 0;
  shelves.forEach((shelf, index) => {
    let x = (widest - (spans[index] ?? 0)) / 2;
    for (const block of shelf) {
      standing.push(moved(block, x, y));
      x += block.width + GAP;
    }
    y += Math.max(...shelf.map(({ height }) => height)) + GAP;
  });
  return { width: widest, height: Math.max(y - GAP, 1), blocks: standing };
}

/** Those that say where they stand are there; the others on shelves, below. */
export function houseOf({ seating }: { seating: { sections: readonly PlannedSection[] } }): House {
  let seats = 0;
  const blocks = seating.sections.map((section) => {
    const block = section.kind === 'general' ? generalBlock(section, seats) : reservedBlock(section, seats);
    seats += block.count;
    return block;
  });
  const free = onShelves(blocks.filter(({ section }) => !section.layout));
  if (free.blocks.length === blocks.length) return { seats, ...free, corner: { x: 0, y: 0 } };
  const standing = blocks.flatMap((block) => (block.section.layout ? [placed(block, block.section.layout)] : []));
  const { x, y, height } = boxAround(standing.flatMap((one) => [{ x: one.x, y: one.y }, { x: one.x, y: one.y + one.height }]));
  const below = free.blocks.map((block) => {
    const back = { ...block, lines: block.lines.map((line) => ({ ...line, x: line.x - block.x, y: line.y - block.y })) };
    return moved(back, block.x + x, block.y + y + height + GAP);
  });
  const all = new Map([...standing, ...below].map((block) => [block.section, block]));
  return { seats, ...fromCorner(blocks.map((block) => all.get(block.section) ?? block)) };
}
