import type { Booking } from '@/api/schema';

export type TicketState = 'upcoming' | 'past' | 'cancelled';

/** Where a ticket belongs. */
export function ticketState(booking: Booking, now: Date): TicketState {
  if (booking.status === 'cancelled') return 'cancelled';
  return new Date(booking.starts_at) > now ? 'upcoming' : 'past';
}
