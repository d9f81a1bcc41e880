import type { Event } from '@/api/schema';
import { formatDateTime } from '@/ui/dates';

export type Sales = { open: true } | { open: false; why: string; explanation: string };

/** Whether tickets can be bought now, and if not, why. The server decides; this only says it beforehand. */
export function salesOf(event: Event, now: Date): Sales {
  const opens = event.sales_open_at;
  const closes = event.sales_close_at ?? event.starts_at;
  if (event.status === 'cancelled') {
    return { open: false, why: 'This event is cancelled', explanation: 'Whoever had booked has been told by mail.' };
  }
  if (event.status === 'draft') {
    return { open: false, why: 'This event is a draft', explanation: 'It is on sale once it is published.' };
  }
  if (opens && new Date(opens) > now) {
    return { open: false, why: 'Not on sale yet', explanation: `Sales open on ${formatDateTime(opens)}.` };
  }
  if (new Date(closes) <= now) {
    if (new Date(event.starts_at) <= now) {
      return { open: false, why: 'This event has begun or is over', explanation: 'It is no longer on sale.' };
    }
    return { open: false, why: 'Sales are closed', explanation: `They closed on ${formatDateTime(closes)}.` };
  }
  return { open: true };
}
