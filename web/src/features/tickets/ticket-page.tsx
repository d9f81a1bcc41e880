import { useState } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { useBooking } from '@/api/bookings';
import { useEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Booking, Event } from '@/api/schema';
import { useSession } from '@/api/session';
import { Badge } from '@/ui/badge';
import { Button, LinkButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { CancelTicketDialog } from './cancel-ticket';
import { SeatList } from './seat-list';
import { ticketState } from './ticket-state';

export function TicketPage() {
  const { id = '' } = useParams();
  const booking = useBooking(id);
  if (booking.isPending) return <LoadingLines what="your ticket" />;
  if (booking.isError) {
    const problem = problemOf(booking.error);
    if (problem.status === 404 || problem.status === 400) return <NoSuchTicket />;
    return <ErrorState title="The ticket cannot be shown" message={problem.message} onRetry={() => void booking.refetch()} />;
  }
  return <Ticket booking={booking.data} />;
}

function NoSuchTicket() {
  return (
    <>
      <PageTitle title="No such ticket" />
      <EmptyState title="You have no ticket at this address">
        <LinkButton to="/tickets" look="primary">See my tickets</LinkButton>
      </EmptyState>
    </>
  );
}

function wasJustBooked(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'justBooked' in state && state.justBooked === true;
}

function Ticket({ booking }: { booking: Booking }) {
  const state = useLocation().state as unknown;
  const session = useSession();
  const event = useEvent(booking.event_id);
  const cancelled = booking.status === 'cancelled';
  const justBooked = wasJustBooked(state) && !cancelled;
  return (
    <div className="mx-auto max-w-2xl">
      <PageTitle title={justBooked ? 'Your seats are booked' : 'Ticket'} />
      {justBooked && session.status === 'signed-in' && (
        <div className="mb-6">
          <Notice kind="info" title="Thank you">A confirmation goes to {session.user.email}, with the date for your calendar.</Notice>
        </div>
      )}
      <Card>
        <div className="flex flex-wrap items-start justify-between gap-4 border-b border-dashed border-line-strong pb-4">
          <div>
            <p className="text-sm text-muted">Reference</p>
            <p className="font-mono text-3xl font-extrabold tracking-wider break-all">{booking.reference}</p>
          </div>
          <Badge look={cancelled ? 'bad' : 'good'}>{cancelled ? 'Cancelled' : 'Confirmed'}</Badge>
        </div>
        <EventLine booking={booking} event={event.data} />
        <SeatList booking={booking} event={event.data} />
        <p className="mt-4 flex justify-between border-t border-line pt-4 text-lg font-bold">
          <span>Total</span> <span>{formatMoney(booking.total_minor, booking.currency)}</span>
        </p>
        <p className="mt-2 text-sm text-muted">Booked on <Moment at={booking.booked_at} /></p>
      </Card>
      <Actions booking={booking} />
    </div>
  );
}

/** The booking knows its event; only whether there is still a page to go to is known by the event itself. */
function EventLine({ booking, event }: { booking: Booking; event: Event | undefined }) {
  return (
    <div className="my-4">
      <h2 className="text-xl font-bold">
        {event ? <Link to={`/events/${event.id}`} className="hover:text-primary hover:underline">{booking.event_name}</Link> : booking.event_name}
      </h2>
      <p className="text-muted"><Moment at={booking.starts_at} />, {booking.venue}</p>
      {event?.status === 'cancelled' && <p className="mt-1 font-semibold text-accent">This event is cancelled.</p>}
    </div>
  );
}

function Actions({ booking }: { booking: Booking }) {
  const [asking, setAsking] = useState(false);
  const cancellable = ticketState(booking, new Date()) === 'upcoming';
  return (
    <div className="mt-6 flex flex-wrap gap-3">
      <LinkButton to="/tickets">All my tickets</LinkButton>
      {cancellable && <Button look="danger" onClick={() => setAsking(true)}>Cancel this booking</Button>}
      {asking && <CancelTicketDialog booking={booking} onClose={() => setAsking(false)} />}
    </div>
  );
}
