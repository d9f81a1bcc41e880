import type { Booking, Event } from '@/api/schema';
import { t } from '@/i18n';
import { saveFile } from '@/ui/save-file';

const stamp = (iso: string) => new Date(iso).toISOString().replace(/[-:]|\.\d+/g, '');
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** RFC 5545: no line is longer than 75 bytes; what is longer goes on after a break and a space. */
function folded(line: string): string {
  let text = '';
  let bytes = 0;
  for (const character of line) {
    const more = new TextEncoder().encode(character).length;
    if (bytes + more > 74) {
      text += '\r\n ';
      bytes = 0;
    }
    text += character;
    bytes += more;
  }
  return text;
}

/** The event as a calendar entry. Its UID is that of the confirmation mail, so that both are one entry. */
export function calendarFile(booking: Booking, event: Event | undefined): string {
  const seats = booking.seats.map(({ seat }) => seat).join(', ');
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Seatlog//Seatlog//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${booking.id}`,
    `DTSTAMP:${stamp(booking.booked_at)}`,
    `DTSTART:${stamp(booking.starts_at)}`,
    ...(event?.ends_at ? [`DTEND:${stamp(event.ends_at)}`] : []),
    `SUMMARY:${escaped(booking.event_name)}`,
    `LOCATION:${escaped(booking.venue)}`,
    `DESCRIPTION:${escaped(t('tickets.calendarText', { reference: booking.reference, seats }))}`,
    `URL:${window.location.origin}/tickets/${booking.id}`,
    // A reminder in time to set out.
    'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(booking.event_name)}`, 'TRIGGER:-PT3H', 'END:VALARM',
    'END:VEVENT', 'END:VCALENDAR', '',
  ];
  return lines.map(folded).join('\r\n');
}

/** Gives the entry to the browser as a file. */
export function downloadCalendarFile(booking: Booking, event: Event | undefined): void {
  saveFile(`seatlog-${booking.reference}.ics`, 'text/calendar', calendarFile(booking, event));
}
