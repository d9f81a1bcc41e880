import type { TextKey } from '@/i18n';
import { classes } from '@/ui/classes';

/** Why a seat is not free; a seat without a reason is free. */
export type NotFree = 'booked' | 'held' | 'blocked';

export type NotFreeSeats = ReadonlyMap<string, NotFree>;

export type SeatState = 'free' | 'chosen' | NotFree;

/** The state in the words that are read aloud and stand in the legend. */
export const seatWords: Record<SeatState, TextKey> = {
  free: 'seats.free', chosen: 'seats.chosen', held: 'seats.held', booked: 'seats.booked', blocked: 'seats.blocked',
};

const shape = 'grid size-8 shrink-0 lg:size-7 place-items-center text-xs font-semibold';

const looks: Record<SeatState, string> = {
  free: 'rounded-t-xl rounded-b-md border-2 border-primary bg-surface text-ink hover:bg-primary-soft',
  chosen: 'rounded-t-xl rounded-b-md border-2 border-accent bg-accent text-on-accent underline decoration-2',
  held: 'rounded-none border-2 border-dotted border-line-strong bg-sunken text-muted',
  booked: 'rounded-none border border-dashed border-line-strong bg-sunken text-muted line-through decoration-2',
  blocked: 'rounded-none border border-transparent bg-transparent text-muted line-through decoration-2',
};

/** A seat is known by its shape: round and whole when free, square when not, struck through when it will not come back. */
export function seatLook(state: SeatState): string {
  return classes(shape, looks[state]);
}
