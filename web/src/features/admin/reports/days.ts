// The days a report is asked for, in the address: those of the last month up to its moment, unless others are named.
import { useUrlFilter } from '@/ui/cursor-trail';
import { bucketEnd, rangeOf, type TimeRange } from '@/features/admin/charts/time-range';

export interface Days extends TimeRange {
  /** As `date` fields want them; the last day belongs to the range. */
  firstDay: string;
  lastDay: string;
}

/** Reports know days of UTC alone. */
function dayStart(day: string): string | undefined {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export function useDays(at: string): Days {
  const url = useUrlFilter();
  const usual = rangeOf('month', new Date(at));
  const from = dayStart(url.get('first')) ?? usual.from;
  const last = dayStart(url.get('last'));
  const to = last === undefined ? usual.to : bucketEnd('day', last);
  return {
    bucket: url.get('bucket') === 'hour' ? 'hour' : 'day',
    from,
    to,
    firstDay: from.slice(0, 10),
    lastDay: new Date(Date.parse(to) - 1).toISOString().slice(0, 10),
  };
}
