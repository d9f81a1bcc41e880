import { Link, useSearchParams } from 'react-router';
import { useMyBookings } from '@/api/bookings';
import { problemOf } from '@/api/problem';
import type { Booking } from '@/api/schema';
import { useT, type TextKey } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { classes } from '@/ui/classes';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { KeptNote } from './kept-note';
import { useOffline } from './offline';
import { TicketCard } from './ticket-card';
import { ticketState, type TicketState } from './ticket-state';

const kinds: Record<TicketState, { name: TextKey; list: TextKey; none: TextKey }> = {
  upcoming: { name: 'tickets.upcoming', list: 'tickets.upcomingTickets', none: 'tickets.noUpcoming' },
  past: { name: 'tickets.past', list: 'tickets.pastTickets', none: 'tickets.noPast' },
  cancelled: { name: 'tickets.cancelled', list: 'tickets.cancelledTickets', none: 'tickets.noCancelled' },
};

function kindOf(text: string | null): TicketState {
  return text === 'past' || text === 'cancelled' ? text : 'upcoming';
}

export function TicketsPage() {
  const t = useT();
  useOffline();
  const [search] = useSearchParams();
  const shown = kindOf(search.get('show'));
  const bookings = useMyBookings();
  const all = bookings.data?.pages.flatMap((page) => page.items) ?? [];
  const now = new Date();

  return (
    <>
      <PageTitle title={t('shell.myTickets')} />
      <nav aria-label={t('tickets.kinds')} className="mb-6 flex flex-wrap gap-2">
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
            {t(kinds[kind].name)}
          </Link>
        ))}
      </nav>
      <KeptNote at={bookings.dataUpdatedAt} />
      {bookings.isPending && bookings.fetchStatus !== 'paused' && <LoadingLines what={t('tickets.loading')} />}
      {bookings.isError && !bookings.data && (
        <ErrorState title={t('tickets.unshowable')} message={problemOf(bookings.error).message} onRetry={() => void bookings.refetch()} />
      )}
      {bookings.data && <TicketList shown={shown} tickets={all.filter((booking) => ticketState(booking, now) === shown)} />}
      {bookings.hasNextPage && (
        <Button className="mt-6" busy={bookings.isFetchingNextPage} onClick={() => void bookings.fetchNextPage()}>
          {t('tickets.older')}
        </Button>
      )}
    </>
  );
}

function TicketList({ shown, tickets }: { shown: TicketState; tickets: Booking[] }) {
  const t = useT();
  if (tickets.length === 0) {
    return (
      <EmptyState title={t(kinds[shown].none)}>
        {shown === 'upcoming' && <LinkButton to="/" look="primary">{t('tickets.findEvent')}</LinkButton>}
      </EmptyState>
    );
  }
  return (
    <ul aria-label={t(kinds[shown].list)} className="flex flex-col gap-4">
      {tickets.map((booking) => <TicketCard key={booking.id} booking={booking} />)}
    </ul>
  );
}
