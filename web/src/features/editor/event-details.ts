// What an event is, when and where, as it is typed.
import type { Event, EventInput } from '@/api/schema';
import { t, type TextKey } from '@/i18n';
import { fromLocalInput, toLocalInput } from '@/ui/dates';
import { z } from '@/ui/zod';
import { wholeNumber } from './draft';

const says = (key: TextKey) => ({ error: () => t(key) });

const line = (missing: TextKey) => z.string().trim().min(1, says(missing)).max(200, says('editor.atMost200'));
const moment = z.string().refine((text) => text === '' || fromLocalInput(text) !== undefined, says('editor.enterMoment'));

/** Texts, until they are checked and turned into what the server wants. */
export const eventDetails = z.object({
  name: line('editor.enterName'),
  description: z.string().max(10_000, says('editor.atMost10000')),
  venue: line('editor.enterPlace'),
  starts_at: moment.refine((text) => text !== '', says('editor.enterMoment')),
  ends_at: moment,
  sales_open_at: moment,
  sales_close_at: moment,
  image_url: z.union([z.literal(''), z.url({ protocol: /^https?$/, ...says('editor.enterAddress') })]),
  currency: z.string().trim().regex(/^[A-Z]{3}$/, says('editor.badCurrency')),
  max_seats_per_user: z.string().refine((text) => wholeNumber(text, 1, 10_000) !== undefined, says('editor.badMost')),
  admit_per_minute: z.string().refine((text) => text.trim() === '' || wholeNumber(text, 0, 60_000) !== undefined, says('editor.badAdmit')),
  draft: z.boolean(),
});

export type EventDetails = z.infer<typeof eventDetails>;

export const emptyDetails: EventDetails = {
  name: '', description: '', venue: '', starts_at: '', ends_at: '', sales_open_at: '', sales_close_at: '',
  image_url: '', currency: 'EUR', max_seats_per_user: '10', admit_per_minute: '', draft: false,
};

export function detailsOf(event: Event): EventDetails {
  return {
    name: event.name,
    description: event.description,
    venue: event.venue,
    starts_at: toLocalInput(event.starts_at),
    ends_at: toLocalInput(event.ends_at),
    sales_open_at: toLocalInput(event.sales_open_at),
    sales_close_at: toLocalInput(event.sales_close_at),
    image_url: event.image_url ?? '',
    currency: event.currency,
    max_seats_per_user: String(event.max_seats_per_user),
    admit_per_minute: event.waiting_room ? String(event.waiting_room.admit_per_minute) : '',
    draft: event.status === 'draft',
  };
}

/** Checked details as the server wants them. */
export function inputOf(details: EventDetails): Omit<EventInput, 'seating'> {
  return {
    name: details.name.trim(),
    description: details.description.trim(),
    venue: details.venue.trim(),
    starts_at: fromLocalInput(details.starts_at) ?? '',
    ends_at: fromLocalInput(details.ends_at) ?? null,
    sales_open_at: fromLocalInput(details.sales_open_at) ?? null,
    sales_close_at: fromLocalInput(details.sales_close_at) ?? null,
    image_url: details.image_url || null,
    currency: details.currency.trim(),
    max_seats_per_user: Number(details.max_seats_per_user),
    waiting_room: details.admit_per_minute.trim() === '' ? null : { admit_per_minute: Number(details.admit_per_minute) },
    draft: details.draft,
  };
}
