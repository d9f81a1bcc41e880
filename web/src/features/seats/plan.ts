import type { Event, Row, SeatMap, Section } from '@/api/schema';

/** Why a seat cannot be chosen, in the word that is read aloud. */
export type Unavailable = 'taken' | 'held' | 'not for sale';

/** The seats that cannot be chosen; every seat that is not here is free. */
export type Unavailability = ReadonlyMap<string, Unavailable>;

export interface PlanRow {
  label: string;
  seats: readonly string[];
}

/** Up to this many seats are drawn at once; a larger section is shown in blocks of rows. */
const SEATS_DRAWN = 1_200;

export function seatId(sectionId: string, row: string, seat: string): string {
  return `${sectionId}-${row}-${seat}`;
}

function seatsOf({ seats }: Row): string[] {
  return typeof seats === 'number' ? Array.from({ length: seats }, (_, index) => String(index + 1)) : seats;
}

export function rowsOf(section: Section): PlanRow[] {
  return (section.rows ?? []).map((row) => ({ label: row.label, seats: seatsOf(row) }));
}

/** The rows in blocks that are small enough to be drawn and to be looked through. */
export function blocksOf(rows: readonly PlanRow[], most = SEATS_DRAWN): PlanRow[][] {
  const blocks: PlanRow[][] = [];
  let size = 0;
  for (const row of rows) {
    const last = blocks.at(-1);
    if (last && size + row.seats.length <= most) {
      last.push(row);
      size += row.seats.length;
    } else {
      blocks.push([row]);
      size = row.seats.length;
    }
  }
  return blocks;
}

export function unavailabilityOf({ booked, held, blocked }: SeatMap): Unavailability {
  return new Map<string, Unavailable>([
    ...blocked.map((seat) => [seat, 'not for sale'] as const),
    ...held.map((seat) => [seat, 'held'] as const),
    ...booked.map((seat) => [seat, 'taken'] as const),
  ]);
}

export function sectionOf(event: Event, id: string): Section | undefined {
  return event.seating.sections.find((section) => section.id === id);
}
