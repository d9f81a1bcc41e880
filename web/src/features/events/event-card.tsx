import { Link } from 'react-router';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';
import { ClockIcon, PlaceIcon } from '@/ui/icons';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { EventPicture } from '@/ui/picture';

function Availability({ event }: { event: Event }) {
  const t = useT();
  if (event.status === 'cancelled') return <Badge look="bad">{t('shell.cancelled')}</Badge>;
  if (event.free === 0) return <Badge look="bad">{t('shell.soldOut')}</Badge>;
  return <Badge look="good">{t('events.free', { count: event.free })}</Badge>;
}

export function EventCard({ event }: { event: Event }) {
  const t = useT();
  return (
    <li className="group relative flex flex-col overflow-hidden rounded-2xl border border-line bg-surface shadow-card transition-shadow hover:shadow-raised">
      <EventPicture src={event.image_url} className="aspect-video w-full" />
      <div className="flex grow flex-col gap-2 p-5">
        <h2 dir="auto" className="line-clamp-3 text-xl font-bold text-balance wrap-anywhere">
          {/* The whole card is the link's target; the heading alone is its name. */}
          <Link to={`/events/${event.id}`} className="after:absolute after:inset-0 group-hover:text-primary">{event.name}</Link>
        </h2>
        <p className="flex items-start gap-2 text-sm text-muted"><ClockIcon className="mt-0.5 size-4 shrink-0" /><Moment at={event.starts_at} /></p>
        <p className="flex items-start gap-2 text-sm text-muted"><PlaceIcon className="mt-0.5 size-4 shrink-0" /><bdi className="line-clamp-2 wrap-anywhere">{event.venue}</bdi></p>
        <div className="mt-auto flex flex-wrap items-center justify-between gap-2 pt-2">
          <p className="font-semibold">{t('shell.fromPrice', { price: formatMoney(event.price_from_minor, event.currency) })}</p>
          <Availability event={event} />
        </div>
      </div>
    </li>
  );
}
