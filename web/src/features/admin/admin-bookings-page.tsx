import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useAllBookings } from '@/api/bookings';
import { problemOf } from '@/api/problem';
import type { Booking } from '@/api/schema';
import { useSession } from '@/api/session';
import { Badge } from '@/ui/badge';
import { Button, LinkButton } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { counted } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { SearchField } from '@/ui/search-field';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';
import { CancelBookingDialog } from './cancel-booking';

export function AdminBookingsPage() {
  const filter = useUrlFilter();
  const [search] = useSearchParams();
  const trail = useCursorTrail();
  const session = useSession();
  const mayCancel = session.status === 'signed-in' && session.user.role === 'admin';
  const bookings = useAllBookings({
    q: filter.get('q'), status: filter.get('status'), event_id: filter.get('event_id'), user_id: filter.get('user_id'), cursor: trail.cursor,
  });
  const items = bookings.data?.items ?? [];
  const narrowed = search.has('event_id') || search.has('user_id');

  return (
    <>
      <PageTitle title="Bookings">
        {narrowed && <LinkButton to="/admin/bookings">Show the bookings of all events and users</LinkButton>}
      </PageTitle>
      <div role="search" className="mb-6 grid gap-4 sm:grid-cols-[2fr_1fr]">
        <SearchField label="Search" value={filter.get('q')} onSearch={(text) => filter.set('q', text)} placeholder="Reference or event" />
        <SelectField label="Show" value={filter.get('status')} onChange={(change) => filter.set('status', change.target.value)}>
          <option value="">All</option>
          <option value="confirmed">Confirmed</option>
          <option value="cancelled">Cancelled</option>
        </SelectField>
      </div>
      {bookings.isPending && <LoadingLines what="the bookings" />}
      {bookings.isError && (
        <ErrorState title="The bookings cannot be shown" message={problemOf(bookings.error).message} onRetry={() => void bookings.refetch()} />
      )}
      {bookings.data && items.length === 0 && <EmptyState title="No booking matches" />}
      {items.length > 0 && (
        <>
          <Table
            caption="Bookings"
            columns={[
              { title: 'Reference' }, { title: 'Event' }, { title: 'Buyer' }, { title: 'Booked' }, { title: 'Seats' },
              { title: 'Total', numeric: true }, { title: 'Status' }, ...(mayCancel ? [{ title: 'Actions' }] : []),
            ]}
          >
            {items.map((booking) => (
              <BookingRow key={booking.id} booking={booking} mayCancel={mayCancel} />
            ))}
          </Table>
          <Pager trail={trail} nextCursor={bookings.data?.next_cursor} of="bookings" />
        </>
      )}
    </>
  );
}

function BookingRow({ booking, mayCancel }: { booking: Booking; mayCancel: boolean }) {
  const [asking, setAsking] = useState(false);
  const confirmed = booking.status === 'confirmed';
  return (
    <tr>
      <RowHeading><span className="font-mono">{booking.reference}</span></RowHeading>
      <Cell className="min-w-40">{booking.event_name}</Cell>
      <Cell><Link to={`?user_id=${booking.user_id}`} aria-label={`All bookings of buyer ${booking.user_id}`} className="font-mono text-xs break-all text-primary underline">{booking.user_id}</Link></Cell>
      <Cell className="whitespace-nowrap"><Moment at={booking.booked_at} /></Cell>
      <Cell>
        <details>
          <summary className="whitespace-nowrap">{counted(booking.seats.length, 'seat')}</summary>
          {booking.seats.map(({ seat }) => seat).join(', ')}
        </details>
      </Cell>
      <Cell numeric className="whitespace-nowrap">{formatMoney(booking.total_minor, booking.currency)}</Cell>
      <Cell><Badge look={confirmed ? 'good' : 'bad'}>{confirmed ? 'Confirmed' : 'Cancelled'}</Badge></Cell>
      {mayCancel && (
        <Cell>
          {confirmed && <Button size="small" look="danger" aria-label={`Cancel booking ${booking.reference}`} onClick={() => setAsking(true)}>Cancel</Button>}
          {asking && <CancelBookingDialog booking={booking} onClose={() => setAsking(false)} />}
        </Cell>
      )}
    </tr>
  );
}
