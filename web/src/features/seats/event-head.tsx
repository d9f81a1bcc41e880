import type { Event } from '@/api/schema';
import { ClockIcon, PlaceIcon, TicketIcon } from '@/ui/icons';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { formatCount } from '@/ui/numbers';
import { PageTitle } from '@/ui/page';
import { EventPicture } from '@/ui/picture';

/** What, when, where, from what price, and how many places are free. */
export function EventHead({ event, free }: { event: Event; free: number }) {
  return (
    <div className="mb-8 grid gap-6 md:grid-cols-2">
      <EventPicture src={event.image_url} className="aspect-video w-full rounded-2xl border border-line" />
      <div>
        <PageTitle title={event.name} />
        <ul className="flex flex-col gap-2">
          <li className="flex items-start gap-2"><ClockIcon className="mt-0.5 size-5 shrink-0 text-primary" />
            <span><Moment at={event.starts_at} />{event.ends_at && <> to <Moment at={event.ends_at} /></>}</span>
          </li>
          <li className="flex items-start gap-2"><PlaceIcon className="mt-0.5 size-5 shrink-0 text-primary" />{event.venue}</li>
          <li className="flex items-start gap-2"><TicketIcon className="mt-0.5 size-5 shrink-0 text-primary" />
            from {formatMoney(event.price_from_minor, event.currency)}, {formatCount(free)} of {formatCount(event.capacity)} places free
          </li>
        </ul>
        {event.description && <p className="mt-4 whitespace-pre-line text-muted">{event.description}</p>}
      </div>
    </div>
  );
}
