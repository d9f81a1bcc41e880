import { Link, useSearchParams } from 'react-router';
import { useMyBookings } from '@/api/bookings';
import { problemOf } from '@/api/problem';
import type { Booking } from '@/api/schema';
import { Button, LinkButton } from '@/ui/button';
import { classes } from '@/ui/classes';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { TicketCard } from './ticket-card';
import { ticketState, type TicketState } from './ticket-state';

const kinds: Record<TicketState, string> = { upcoming: 'Upcoming', past: 'Past', cancelled: 'Cancelled' };

function kindOf(text: string | null): TicketState {
  return text === 'past' || text === 'cancelled' ? text : 'upcoming';
}

export function TicketsPage() {
  const [search] = useSearchParams();
  const shown = kindOf(search.get('show'));
  const bookings = useMyBookings();
  const all = bookings.data?.pages.flatMap((page) => page.items) ?? [];
  const now = new Date();

  return (
    <>
      <PageTitle title="My tickets" />
      <nav aria-label="Kinds of tickets" className="mb-6 flex flex-wrap gap-2">
        {(Object.keys(kinds) as TicketState[]).map((kind) => (
          <Link
            key={kind}
            to={`?show=${kind}`}
            aria-current={kind === shown ? 'page' : undefined}
            className={classes(
              'rounded-full border px-4 py-2 font-semibold',
              kind === shown ? 'border-transparent bg-primary text-on-primary' : 'border-line-strong bg-surface',
            )}
          >
            {kinds[kind]}
          </Link>
        ))}
      </nav>
      {bookings.isPending && <LoadingLines what="your tickets" />}
      {bookings.isError && (
        <ErrorState title="Your tickets cannot be shown" message={problemOf(bookings.error).message} onRetry={() => void bookings.refetch()} />
      )}
      {bookings.data && <TicketList shown={shown} tickets={all.filter((booking) => ticketState(booking, now) === shown)} />}
      {bookings.hasNextPage && (
        <Button className="mt-6" busy={bookings.isFetchingNextPage} onClick={() => void bookings.fetchNextPage()}>
          Show older bookings
        </Button>
      )}
    </>
  );
}

function TicketList({ shown, tickets }: { shown: TicketState; tickets: Booking[] }) {
  if (tickets.length === 0) {
    return (
      <EmptyState title={`No ${shown} tickets`}>
        {shown === 'upcoming' && <LinkButton to="/" look="primary">Find an event</LinkButton>}
      </EmptyState>
    );
  }
  return (
    <ul aria-label={`${kinds[shown]} tickets`} className="flex flex-col gap-4">
      {tickets.map((booking) => <TicketCard key={booking.id} booking={booking} />)}
    </ul>
  );
}
