import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useUsersById } from '@/api/accounts';
import { useAllBookings } from '@/api/bookings';
import type { AdminUser, Booking } from '@/api/schema';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { SearchField } from '@/ui/search-field';
import { Cell, RowHeading, Table } from '@/ui/table';
import { BookingBadge } from './booking-badge';
import { CancelBookingDialog } from './cancel-booking';
import { Loaded } from './loaded';

/** The bookings of everybody. Staff see them without the names of the buyers, and change nothing. */
export function AdminBookingsPage() {
  const t = useT();
  const filter = useUrlFilter();
  const [search] = useSearchParams();
  const trail = useCursorTrail();
  const session = useSession();
  const isAdmin = session.status === 'signed-in' && session.user.role === 'admin';
  const bookings = useAllBookings({
    q: filter.get('q'), status: filter.get('status'), event_id: filter.get('event_id'), user_id: filter.get('user_id'), cursor: trail.cursor,
  });
  const buyers = useUsersById(isAdmin ? bookings.data?.items.map(({ user_id }) => user_id) ?? [] : []);
  const narrowed = search.has('event_id') || search.has('user_id');
  const title = t('admin.bookings');

  return (
    <>
      <PageTitle title={title}>
        {narrowed && <LinkButton to="/admin/bookings">{t('admin.allBookings')}</LinkButton>}
      </PageTitle>
      <div role="search" className="mb-6 grid grid-cols-1 gap-4 sm:grid-cols-[2fr_1fr]">
        <SearchField label={t('admin.search')} value={filter.get('q')} onSearch={(text) => filter.set('q', text)} placeholder={t('admin.referenceOrEvent')} />
        <SelectField label={t('admin.show')} value={filter.get('status')} onChange={(change) => filter.set('status', change.target.value)}>
          <option value="">{t('admin.all')}</option>
          <option value="confirmed">{t('shell.confirmed')}</option>
          <option value="cancelled">{t('shell.cancelled')}</option>
        </SelectField>
      </div>
      <Loaded of={bookings} what={t('admin.theBookings')} failed={t('admin.bookingsUnshowable')} empty={t('admin.noBookingMatches')}>
        {({ items, next_cursor }) => (
          <>
            <Table
              caption={title}
              columns={[
                { title: t('admin.reference') }, { title: t('admin.event') }, { title: t('admin.buyer') }, { title: t('admin.booked') }, { title: t('admin.seats') },
                { title: t('admin.total'), numeric: true }, { title: t('admin.status') }, ...(isAdmin ? [{ title: t('admin.actions') }] : []),
              ]}
            >
              {items.map((booking) => (
                <BookingRow key={booking.id} booking={booking} isAdmin={isAdmin} buyer={buyers.data?.get(booking.user_id)} known={buyers.data !== undefined} />
              ))}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </>
  );
}

interface BookingRowProps {
  booking: Booking;
  isAdmin: boolean;
  buyer: AdminUser | undefined;
  /** The accounts were asked for: a buyer who is not among them is gone. */
  known: boolean;
}

function BookingRow({ booking, isAdmin, buyer, known }: BookingRowProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const { reference, user_id } = booking;
  const name = buyer?.name ?? (known ? t('admin.erasedAccount') : user_id);
  return (
    <tr>
      <RowHeading><span className="font-mono">{reference}</span></RowHeading>
      <Cell className="min-w-40"><bdi className="wrap-anywhere">{booking.event_name}</bdi></Cell>
      <Cell className="min-w-44">
        <Link to={`?user_id=${user_id}`} aria-label={t('admin.bookingsOfBuyer', { name })} className="wrap-anywhere text-primary underline"><bdi>{name}</bdi></Link>
        {buyer && <div className="text-xs break-all text-muted">{buyer.email}</div>}
      </Cell>
      <Cell className="whitespace-nowrap"><Moment at={booking.booked_at} /></Cell>
      <Cell>
        <details>
          <summary className="whitespace-nowrap">{t('shell.seats', { count: booking.seats.length })}</summary>
          {booking.seats.map(({ seat }) => seat).join(', ')}
        </details>
      </Cell>
      <Cell numeric className="whitespace-nowrap">{formatMoney(booking.total_minor, booking.currency)}</Cell>
      <Cell><BookingBadge status={booking.status} /></Cell>
      {isAdmin && (
        <Cell>
          {booking.status === 'confirmed' && (
            <Button size="small" look="danger" aria-label={t('admin.cancelBooking', { reference })} onClick={() => setAsking(true)}>{t('admin.cancelThis')}</Button>
          )}
          {asking && <CancelBookingDialog booking={booking} onClose={() => setAsking(false)} />}
        </Cell>
      )}
    </tr>
  );
}
