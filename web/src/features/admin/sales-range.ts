import { startOfDay, toDayInput } from '@/ui/dates';

export interface SalesRange {
  bucket: 'hour' | 'day';
  from: string;
  to: string;
}

export const ranges = { day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' } as const;
export type RangeName = keyof typeof ranges;

const DAYS: Record<Exclude<RangeName, 'day'>, number> = { week: 7, month: 30 };
const HOUR_MS = 3_600_000;

/** Whole hours or days that end with the present one, so that asking twice asks the same. */
export function rangeOf(name: RangeName, now: Date): SalesRange {
  if (name === 'day') {
    const end = Math.ceil((now.getTime() + 1) / HOUR_MS) * HOUR_MS;
    return { bucket: 'hour', from: new Date(end - 24 * HOUR_MS).toISOString(), to: new Date(end).toISOString() };
  }
  const today = toDayInput(now);
  return {
    bucket: 'day',
    from: startOfDay(today, 1 - DAYS[name]) ?? now.toISOString(),
    to: startOfDay(today, 1) ?? now.toISOString(),
  };
}
