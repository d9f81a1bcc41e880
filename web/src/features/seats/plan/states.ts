// What every seat of a house is now, one byte each.
import type { NotFree } from '@/api/availability';
import type { House } from '@/ui/plan/house';

export const FREE = 0;
export const HELD = 1;
export const BOOKED = 2;
export const BLOCKED = 3;
export const CHOSEN = 4;
/** Chosen here, and meanwhile somebody else's. */
export const LOST = 5;

export type States = Uint8Array;

const reasons: Record<NotFree, number> = { held: HELD, booked: BOOKED, blocked: BLOCKED };

interface Known {
  notFree: ReadonlyMap<string, NotFree>;
  chosen: readonly string[];
  /** The chosen seats are held by whoever looks at them: that they are not free is no loss. */
  held: boolean;
}

export function statesOf(house: House, numbers: ReadonlyMap<string, number>, { notFree, chosen, held }: Known): States {
  const states = new Uint8Array(house.seats);
  for (const [seat, reason] of notFree) {
    const number = numbers.get(seat);
    if (number !== undefined) states[number] = reasons[reason];
  }
  for (const seat of chosen) {
    const number = numbers.get(seat);
    if (number !== undefined) states[number] = held || states[number] === FREE ? CHOSEN : LOST;
  }
  return states;
}

/** The seats that are not what they were. */
export function changedSeats(before: States, after: States): number[] {
  const changed: number[] = [];
  for (let seat = 0; seat < after.length; seat += 1) if (before[seat] !== after[seat]) changed.push(seat);
  return changed;
}
