import { Link } from 'react-router';
import type { Booking } from '@/api/schema';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';
import { formatDaysUntil } from '@/ui/dates';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { EventPicture } from '@/ui/picture';

/** A ticket of an event in so many days is one to think of. */
const SOON_DAYS = 7;

/** How soon an upcoming event begins, where that is soon. */
function Soon({ at }: { at: string }) {
  const now = new Date();
  const ahead = Date.parse(at) - now.getTime();
  return ahead > 0 && ahead < SOON_DAYS * 86_400_000 ? <Badge look="plain">{formatDaysUntil(at, now)}</Badge> : null;
}

export function TicketCard({ booking }: { booking: Booking }) {
  const t = useT();
  const cancelled = booking.status === 'cancelled';
  return (
    <li className="group relative flex flex-col overflow-hidden rounded-2xl border border-line bg-surface shadow-card hover:shadow-raised sm:flex-row">
      <EventPicture src={booking.image_url} className="h-32 w-full shrink-0 sm:h-auto sm:w-48" />
      <div className="flex grow flex-wrap items-center justify-between gap-4 p-5">
        <div className="flex min-w-0 flex-col gap-1">
          <h2 className="text-lg font-bold wrap-anywhere" dir="auto">
            <Link to={`/tickets/${booking.id}`} className="after:absolute after:inset-0 group-hover:text-primary">
              {booking.event_name}
            </Link>
          </h2>
          <p className="text-sm text-muted"><Moment at={booking.starts_at} />, <bdi>{booking.venue}</bdi></p>
          <p className="text-sm">{t('shell.places', { count: booking.seats.length })}, {formatMoney(booking.total_minor, booking.currency)}</p>
        </div>
        <div className="flex flex-col gap-2 sm:items-end">
          <div className="flex flex-wrap gap-2">
            {!cancelled && <Soon at={booking.starts_at} />}
            <Badge look={cancelled ? 'bad' : 'good'}>{cancelled ? t('shell.cancelled') : t('shell.confirmed')}</Badge>
          </div>
          <p className="font-mono text-sm font-semibold">{booking.reference}</p>
        </div>
      </div>
    </li>
  );
}
