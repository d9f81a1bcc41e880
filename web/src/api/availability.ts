import type { SeatChanges, SeatMap, SectionAvailability } from './schema';
import { longestPrefix } from './seat-names';

/** Which seats of an event are not free, as it is kept here: easily changed by what the live stream tells. */
export interface Availability {
  /** The last fact that it knows of. */
  position: number;
  capacity: number;
  free: number;
  sections: readonly SectionAvailability[];
  /** Every seat that is not here is free. */
  notFree: ReadonlyMap<string, NotFree>;
}

export type NotFree = 'booked' | 'held' | 'blocked';

export function availabilityOf({ booked, held, blocked, ...rest }: SeatMap): Availability {
  const notFree = new Map<string, NotFree>();
  for (const seat of blocked) notFree.set(seat, 'blocked');
  for (const seat of held) notFree.set(seat, 'held');
  for (const seat of booked) notFree.set(seat, 'booked');
  return { ...rest, notFree };
}

/** Of two answers the one that knows more. At the same position the second counts: holds run out without a fact. */
export function later(one: Availability | undefined, other: Availability): Availability {
  return one && one.position > other.position ? one : other;
}

/** The availability after seats changed hands, in that order; saying the same change twice changes nothing. */
export function changed(before: Availability, changes: readonly Partial<SeatChanges>[]): Availability {
  const notFree = new Map(before.notFree);
  const sections = before.sections.map((section) => ({ ...section }));
  let { free } = before;
  const become = (seat: string, state: NotFree | undefined) => {
    const gained = Number(state === undefined) - Number(!notFree.has(seat));
    if (state) notFree.set(seat, state);
    else notFree.delete(seat);
    free += gained;
    const section = longestPrefix(sections, seat);
    if (section) section.free += gained;
  };
  for (const { booked = [], held = [], blocked = [], freed = [] } of changes) {
    for (const seat of freed) become(seat, undefined);
    for (const seat of blocked) become(seat, 'blocked');
    for (const seat of held) become(seat, 'held');
    for (const seat of booked) become(seat, 'booked');
  }
  return { ...before, free, sections, notFree };
}

/**
 * The availability after the fact at a position did this to some seats, unless that is known already: whatever is
 * newer stays. What else happened up to there is still to be told, so what is known reaches no further than before.
 */
export function noted(before: Availability, position: number, changes: Partial<SeatChanges>): Availability {
  return position > before.position ? changed(before, [changes]) : before;
}

export interface LiveChange extends SeatChanges {
  /** The last fact that it tells of. */
  position: number;
}

/** The availability after what the live stream told, but for what was known before. */
export function followed(before: Availability, told: readonly LiveChange[]): Availability {
  const fresh = told.filter(({ position }) => position >= before.position);
  const last = fresh.at(-1);
  return last ? { ...changed(before, fresh), position: last.position } : before;
}
