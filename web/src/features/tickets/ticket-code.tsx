import { encode } from 'uqr';
import type { Booking } from '@/api/schema';
import { useT } from '@/i18n';

/** The ticket's address as a QR code: whoever checks tickets is led to the booking. Black on white in every theme, as scanners want it. */
export function TicketCode({ booking }: { booking: Booking }) {
  const t = useT();
  const { data, size } = encode(`${window.location.origin}/tickets/${booking.id}`, { ecc: 'M', border: 3 });
  const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      role="img"
      aria-label={t('tickets.code', { reference: booking.reference })}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 shrink-0 rounded-lg border border-line bg-paper fill-print"
    >
      <path d={squares} />
    </svg>
  );
}
