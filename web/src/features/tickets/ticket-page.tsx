import { useState } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { useBooking } from '@/api/bookings';
import { useTicketEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Booking, Event } from '@/api/schema';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';
import { Button, LinkButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { Moment } from '@/ui/moment';
import { formatDateTime } from '@/ui/dates';
import { formatMoney } from '@/ui/money';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { downloadCalendarFile } from './calendar-file';
import { CancelTicketDialog } from './cancel-ticket';
import { KeptNote } from './kept-note';
import { useOffline } from './offline';
import { SeatList } from './seat-list';
import { TicketCode } from './ticket-code';
import { ticketState } from './ticket-state';

export function TicketPage() {
  const { id = '' } = useParams();
  // Another ticket is another page: what was kept of it is looked up anew.
  return <TicketOf key={id} id={id} />;
}

function TicketOf({ id }: { id: string }) {
  const t = useT();
  const booking = useBooking(id);
  useOffline();
  if (booking.data) return <Ticket booking={booking.data} at={booking.dataUpdatedAt} />;
  if (booking.isPending) {
    return <>{booking.fetchStatus === 'paused' ? <KeptNote at={0} /> : <LoadingLines what={t('tickets.oneLoading')} />}</>;
  }
  const problem = problemOf(booking.error);
  if (problem.status === 404 || problem.status === 400) return <NoSuchTicket />;
  return <ErrorState title={t('tickets.oneUnshowable')} message={problem.message} onRetry={() => void booking.refetch()} />;
}

function NoSuchTicket() {
  const t = useT();
  return (
    <>
      <PageTitle title={t('tickets.noSuch')} />
      <EmptyState title={t('tickets.noSuchHint')}>
        <LinkButton to="/tickets" look="primary">{t('tickets.seeMine')}</LinkButton>
      </EmptyState>
    </>
  );
}

function wasJustBooked(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'justBooked' in state && state.justBooked === true;
}

function Ticket({ booking, at }: { booking: Booking; at: number }) {
  const t = useT();
  const state = useLocation().state as unknown;
  const session = useSession();
  const event = useTicketEvent(booking.event_id);
  const cancelled = booking.status === 'cancelled';
  const justBooked = wasJustBooked(state) && !cancelled;
  return (
    <div className="mx-auto max-w-2xl">
      <PageTitle title={justBooked ? t('tickets.booked') : t('tickets.ticket')} />
      <KeptNote at={at} />
      {justBooked && session.status === 'signed-in' && (
        <div className="mb-6 print:hidden">
          <Notice kind="info" title={t('tickets.thanks')}>{t('tickets.thanksText', { email: session.user.email })}</Notice>
        </div>
      )}
      <Card>
        <div className="flex flex-wrap items-start justify-between gap-4 border-b border-dashed border-line-strong pb-4">
          <div>
            <p className="text-sm text-muted">{t('tickets.reference')}</p>
            <p className="font-mono text-3xl font-extrabold tracking-wider break-all">{booking.reference}</p>
          </div>
          <Badge look={cancelled ? 'bad' : 'good'}>{cancelled ? t('shell.cancelled') : t('shell.confirmed')}</Badge>
        </div>
        <EventLine booking={booking} event={event.data} />
        <SeatList booking={booking} event={event.data} />
        <p className="mt-4 flex justify-between border-t border-line pt-4 text-lg font-bold">
          <span>{t('shell.total')}</span> <span>{formatMoney(booking.total_minor, booking.currency)}</span>
        </p>
        <p className="mt-2 text-sm text-muted">{t('tickets.bookedOn', { when: formatDateTime(booking.booked_at) })}</p>
        {!cancelled && (
          <div className="mt-4 flex flex-wrap items-center gap-4 border-t border-dashed border-line-strong pt-4">
            <TicketCode booking={booking} />
            <p className="max-w-56 text-sm text-muted">{t('tickets.codeHint')}</p>
          </div>
        )}
      </Card>
      <Actions booking={booking} event={event.data} />
    </div>
  );
}

/** The booking knows its event; only whether there is still a page to go to is known by the event itself. */
function EventLine({ booking, event }: { booking: Booking; event: Event | undefined }) {
  const t = useT();
  return (
    <div className="my-4">
      <h2 className="text-xl font-bold wrap-anywhere" dir="auto">
        {event ? <Link to={`/events/${event.id}`} className="hover:text-primary hover:underline">{booking.event_name}</Link> : booking.event_name}
      </h2>
      <p className="text-muted"><Moment at={booking.starts_at} />, <bdi>{booking.venue}</bdi></p>
      {event?.status === 'cancelled' && <p className="mt-1 font-semibold text-accent">{t('tickets.eventCancelled')}</p>}
    </div>
  );
}

function Actions({ booking, event }: { booking: Booking; event: Event | undefined }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const state = ticketState(booking, new Date());
  return (
    <div className="mt-6 flex flex-wrap gap-3 print:hidden">
      <LinkButton to="/tickets">{t('tickets.all')}</LinkButton>
      {state === 'upcoming' && <Button onClick={() => downloadCalendarFile(booking, event)}>{t('tickets.calendar')}</Button>}
      {state !== 'cancelled' && <Button onClick={() => window.print()}>{t('tickets.print')}</Button>}
      {state === 'upcoming' && <Button look="danger" onClick={() => setAsking(true)}>{t('tickets.cancelThis')}</Button>}
      {asking && <CancelTicketDialog booking={booking} onClose={() => setAsking(false)} />}
    </div>
  );
}
