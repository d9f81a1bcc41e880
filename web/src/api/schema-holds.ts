// Until the description of the API names these, they are put together from what it does name.
import type { Booking, BookingInput, SeatMap } from './schema';

/** `POST /events/{id}/holds` takes what a booking without a hold takes. */
export type HoldInput = BookingInput;

export type Hold = Pick<Booking, 'id' | 'event_id' | 'seats' | 'total_minor' | 'currency'> & { expires_at: string };

/** What `POST /events/{id}/bookings` takes besides. */
export interface HeldBookingInput {
  hold_id: string;
}

/** The data of an `event: seats` of the live stream. */
export type SeatChanges = Pick<SeatMap, 'booked' | 'held' | 'blocked'> & { freed: SeatMap['booked'] };

/** What the calls that block and unblock seats answer. */
export type BlockedSeats = Pick<SeatMap, 'blocked'>;
