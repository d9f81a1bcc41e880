import { locale } from '@/i18n';

const dayAndTime = () => new Intl.DateTimeFormat(locale(), {
  weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
  hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
});

/** "Mon, 1 Mar 2027, 20:30 CET": in the viewer's zone, which is named. */
export function formatDateTime(iso: string): string {
  return dayAndTime().format(new Date(iso));
}

/** "Mon, 1 Mar 2027, 20:30 – 22:45 CET": what both moments have in common is said once. */
export function formatSpan(from: string, to: string): string {
  return dayAndTime().formatRange(new Date(from), new Date(to));
}

/** "20:31:05": for what ends soon. */
export function formatTime(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(iso));
}

/** "1 Mar 2027". */
export function formatDay(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(iso));
}

/** "1 Mar, 14:00": for hourly figures. */
export function formatHour(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
    .format(new Date(iso));
}

const DAY_MS = 86_400_000;

/** "today", "tomorrow", "in 3 days": for what begins soon, counted in the viewer's days. */
export function formatDaysUntil(iso: string, now: Date): string {
  const [then, today] = [new Date(iso), now].map((at) => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())) as [number, number];
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(Math.round((then - today) / DAY_MS), 'day');
}

/** The viewer's zone by name, such as "Europe/Rome". */
export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const two = (value: number) => String(value).padStart(2, '0');

/** A moment as a `datetime-local` field wants it, in the viewer's zone. */
export function toLocalInput(iso: string | null | undefined): string {
  if (iso === null || iso === undefined) return '';
  const at = new Date(iso);
  return `${toDayInput(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A day as a `date` field wants it, in the viewer's zone. */
export function toDayInput(at: Date): string {
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The moment that a `datetime-local` field names in the viewer's zone; undefined when it names none. */
export function fromLocalInput(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** The moment at which a day of a `date` field begins, or a later day counted from it. */
export function startOfDay(day: string, plusDays = 0): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (!match) return undefined;
  const at = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + plusDays);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
