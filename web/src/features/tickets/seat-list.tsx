import type { Booking, Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { useT } from '@/i18n';
import { formatMoney } from '@/ui/money';

/** The seats of a booking in words; by their short names where the plan is no longer to be had. */
export function SeatList({ booking, event }: { booking: Booking; event: Event | undefined }) {
  const t = useT();
  return (
    <ul aria-label={t('tickets.bookedSeats')} className="flex flex-col gap-1">
      {booking.seats.map(({ seat, price_minor }) => (
        <li key={seat} className="flex justify-between gap-4">
          <span>{event ? describeSeat(event, seat) : seat}</span>
          <span className="tabular-nums">{formatMoney(price_minor, booking.currency)}</span>
        </li>
      ))}
    </ul>
  );
}
