import { classes } from '@/ui/classes';
import type { Unavailable } from './plan';

export type SeatState = 'free' | 'chosen' | Unavailable;

const shape = 'grid size-8 shrink-0 lg:size-7 place-items-center text-xs font-semibold';

const looks: Record<SeatState, string> = {
  free: 'rounded-t-xl rounded-b-md border-2 border-primary bg-surface text-ink hover:bg-primary-soft',
  chosen: 'rounded-t-xl rounded-b-md border-2 border-accent bg-accent text-on-accent underline decoration-2',
  taken: 'rounded-none border border-dashed border-line-strong bg-sunken text-muted line-through decoration-2',
  held: 'rounded-none border border-dashed border-line-strong bg-sunken text-muted line-through decoration-2',
  'not for sale': 'rounded-none border border-transparent bg-transparent text-muted line-through decoration-2',
};

/** A seat is known by its shape: round and whole when free, square and struck through when not. */
export function seatLook(state: SeatState): string {
  return classes(shape, looks[state]);
}
