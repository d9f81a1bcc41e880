import type { Event } from '@/api/schema';
import { t } from '@/i18n';
import { formatDateTime } from '@/ui/dates';

/** `soon`: they are yet to open. */
export type Sales = { open: true } | { open: false; soon: boolean; why: string; explanation: string };

/** Whether tickets can be bought now, and if not, why. The server decides; this only says it beforehand. */
export function salesOf(event: Event, now: Date): Sales {
  const opens = event.sales_open_at;
  const closes = event.sales_close_at ?? event.starts_at;
  if (event.status === 'cancelled') {
    return { open: false, soon: false, why: t('seats.cancelledTitle'), explanation: t('seats.cancelledText') };
  }
  if (event.status === 'draft') {
    return { open: false, soon: false, why: t('seats.draftTitle'), explanation: t('seats.draftText') };
  }
  if (opens && new Date(opens) > now) {
    return { open: false, soon: true, why: t('seats.notYetTitle'), explanation: t('seats.notYetText', { when: formatDateTime(opens) }) };
  }
  if (new Date(closes) <= now) {
    if (new Date(event.starts_at) <= now) {
      return { open: false, soon: false, why: t('seats.overTitle'), explanation: t('seats.overText') };
    }
    return { open: false, soon: false, why: t('seats.closedTitle'), explanation: t('seats.closedText', { when: formatDateTime(closes) }) };
  }
  return { open: true };
}
