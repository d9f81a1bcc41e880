import type { NotFree } from '@/api/availability';
import type { Event } from '@/api/schema';
import { rowsOf, sectionOfSeat, type SectionRow } from '@/api/seat-names';

/** Another row is farther away than its distance: one would rather stay in the row. */
const ROW_COUNTS = 2.5;

/** The free seat of these rows that is nearest to one of them. Seats are compared from the middle of their rows. */
function nearestTo(seat: string, rows: readonly SectionRow[], isFree: (seat: string) => boolean): string | undefined {
  const home = rows.findIndex(({ seats }) => seats.some(({ id }) => id === seat));
  const fromMiddle = ({ seats }: SectionRow, at: number) => at - (seats.length - 1) / 2;
  const own = rows[home];
  if (!own) return undefined;
  const at = fromMiddle(own, own.seats.findIndex(({ id }) => id === seat));
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  rows.forEach((row, index) => {
    const away = Math.abs(index - home) * ROW_COUNTS;
    if (away >= least) return;
    row.seats.forEach(({ id }, place) => {
      const distance = away + Math.abs(fromMiddle(row, place) - at);
      if (distance < least && isFree(id)) [nearest, least] = [id, distance];
    });
  });
  return nearest;
}

/** The same seats, but for each that is not free the nearest free one of its section; nothing if one has none. */
export function nearestFree(event: Event, seats: readonly string[], notFree: ReadonlyMap<string, NotFree>): string[] | undefined {
  const taken = new Set(seats);
  const found: string[] = [];
  for (const seat of seats) {
    if (!notFree.has(seat)) {
      found.push(seat);
      continue;
    }
    const section = sectionOfSeat(event, seat);
    const other = section && nearestTo(seat, rowsOf(section), (id) => !notFree.has(id) && !taken.has(id));
    if (other === undefined) return undefined;
    taken.add(other);
    found.push(other);
  }
  return found;
}
