import { locale, t, type TextKey } from '@/i18n';
import { formatHour } from '@/ui/dates';

export interface TimeRange {
  bucket: 'hour' | 'day';
  from: string;
  to: string;
}

export const ranges = { day: 'admin.lastDay', week: 'admin.lastWeek', month: 'admin.lastMonth', quarter: 'admin.lastQuarter' } as const satisfies Record<string, TextKey>;
export type RangeName = keyof typeof ranges;

const DAYS: Record<Exclude<RangeName, 'day'>, number> = { week: 7, month: 30, quarter: 90 };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function isRange(text: string): text is RangeName {
  return Object.hasOwn(ranges, text);
}

/** Whole hours or days that end with the present one, so that asking twice asks the same. Reports know days of UTC alone. */
export function rangeOf(name: RangeName, now: Date): TimeRange {
  const hourly = name === 'day';
  const step = hourly ? HOUR_MS : DAY_MS;
  const end = Math.ceil((now.getTime() + 1) / step) * step;
  const steps = hourly ? 24 : DAYS[name];
  return { bucket: hourly ? 'hour' : 'day', from: new Date(end - steps * step).toISOString(), to: new Date(end).toISOString() };
}

/** The end of the hour or day that begins then. */
export function bucketEnd(bucket: TimeRange['bucket'], start: string): string {
  return new Date(Date.parse(start) + (bucket === 'hour' ? HOUR_MS : DAY_MS)).toISOString();
}

/** When a bucket begins, as precisely as it is long: hours in the viewer's zone, days in UTC. */
export function bucketName(bucket: TimeRange['bucket'], iso: string): string {
  if (bucket === 'hour') return formatHour(iso);
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(iso));
}

/** The same where there is room for little: "10 Mar", or "14:00". */
export function bucketMark(bucket: TimeRange['bucket'], iso: string): string {
  return new Intl.DateTimeFormat(locale(), bucket === 'hour' ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short', timeZone: 'UTC' })
    .format(new Date(iso));
}

export function rangeName(name: RangeName): string {
  return t(ranges[name]);
}
