import { Link } from 'react-router';
import type { Booking } from '@/api/schema';
import { Badge } from '@/ui/badge';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { counted } from '@/ui/numbers';
import { EventPicture } from '@/ui/picture';

export function TicketCard({ booking }: { booking: Booking }) {
  const cancelled = booking.status === 'cancelled';
  return (
    <li className="group relative flex flex-col overflow-hidden rounded-2xl border border-line bg-surface shadow-card hover:shadow-raised sm:flex-row">
      <EventPicture src={booking.image_url} className="h-32 w-full shrink-0 sm:h-auto sm:w-48" />
      <div className="flex grow flex-wrap items-center justify-between gap-4 p-5">
        <div className="flex flex-col gap-1">
          <h2 className="text-lg font-bold">
            <Link to={`/tickets/${booking.id}`} className="after:absolute after:inset-0 group-hover:text-primary">
              {booking.event_name}
            </Link>
          </h2>
          <p className="text-sm text-muted"><Moment at={booking.starts_at} />, {booking.venue}</p>
          <p className="text-sm">{counted(booking.seats.length, 'place')}, {formatMoney(booking.total_minor, booking.currency)}</p>
        </div>
        <div className="flex flex-col items-end gap-2">
          <Badge look={cancelled ? 'bad' : 'good'}>{cancelled ? 'Cancelled' : 'Confirmed'}</Badge>
          <p className="font-mono text-sm font-semibold">{booking.reference}</p>
        </div>
      </div>
    </li>
  );
}
