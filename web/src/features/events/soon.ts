import { toDayInput } from '@/ui/dates';

export type Soon = 'weekend' | 'week' | 'month';

const SATURDAY = 6;

function plusDays(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}

/** The first and the last day of a span, as the address has them. On a Sunday the weekend has one day left. */
export function soon(span: Soon, today: Date): { from: string; to: string } {
  const between = (first: number, last: number) => ({ from: toDayInput(plusDays(today, first)), to: toDayInput(plusDays(today, last)) });
  if (span === 'week') return between(0, 6);
  if (span === 'month') return between(0, 29);
  return today.getDay() === 0 ? between(0, 0) : between(SATURDAY - today.getDay(), SATURDAY - today.getDay() + 1);
}
