import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { ClockIcon, PlaceIcon, TicketIcon } from '@/ui/icons';
import { Span } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { PageTitle } from '@/ui/page';
import { EventPicture } from '@/ui/picture';

/** What, when, where, from what price, and how many places are free. */
export function EventHead({ event, free }: { event: Event; free: number }) {
  const t = useT();
  return (
    <div className="mb-8 grid gap-6 md:grid-cols-2">
      <EventPicture src={event.image_url} className="aspect-video w-full rounded-2xl border border-line" />
      <div>
        <PageTitle title={event.name} />
        <ul className="flex flex-col gap-2">
          <li className="flex items-start gap-2"><ClockIcon className="mt-0.5 size-5 shrink-0 text-primary" />
            <Span from={event.starts_at} to={event.ends_at} />
          </li>
          <li className="flex items-start gap-2"><PlaceIcon className="mt-0.5 size-5 shrink-0 text-primary" /><bdi className="min-w-0 wrap-anywhere">{event.venue}</bdi></li>
          <li className="flex items-start gap-2"><TicketIcon className="mt-0.5 size-5 shrink-0 text-primary" />
            <span>
              {t('shell.fromPrice', { price: formatMoney(event.price_from_minor, event.currency) })},{' '}
              {t('seats.freeOf', { free, capacity: event.capacity })}
            </span>
          </li>
        </ul>
        {event.description && <p dir="auto" className="mt-4 whitespace-pre-line text-muted wrap-anywhere">{event.description}</p>}
      </div>
    </div>
  );
}
