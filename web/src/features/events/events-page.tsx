import { useEvents } from '@/api/events';
import { problemOf } from '@/api/problem';
import { useSession } from '@/api/session';
import { LinkButton } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { startOfDay } from '@/ui/dates';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { Bone, Loading } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { EventCard } from './event-card';
import { EventFilters } from './event-filters';

const grid = 'grid gap-6 sm:grid-cols-2 lg:grid-cols-3';

function EventSkeletons() {
  return (
    <Loading what="events">
      <div className={grid}>
        {Array.from({ length: 6 }, (_, card) => <Bone key={card} className="h-80 rounded-2xl" />)}
      </div>
    </Loading>
  );
}

export function EventsPage() {
  const filter = useUrlFilter();
  const trail = useCursorTrail();
  const asked = {
    q: filter.get('q'),
    from: startOfDay(filter.get('from')),
    to: startOfDay(filter.get('to'), 1),
    status: filter.get('status'),
    cursor: trail.cursor,
    limit: 12,
  };
  const events = useEvents(asked);
  const filtered = Boolean(asked.q || asked.from || asked.to || asked.status);

  return (
    <>
      <PageTitle title="Events" />
      <EventFilters filter={filter} />
      <div aria-busy={events.isPlaceholderData || undefined} className="mt-8 aria-busy:opacity-60">
        {events.isPending && <EventSkeletons />}
        {events.isError && (
          <ErrorState title="The events cannot be shown" message={problemOf(events.error).message} onRetry={() => void events.refetch()} />
        )}
        {events.data?.items.length === 0 && (filtered ? <NothingFound /> : <NothingPlanned />)}
        {events.data && events.data.items.length > 0 && (
          <>
            <ul aria-label="Events" className={grid}>
              {events.data.items.map((event) => <EventCard key={event.id} event={event} />)}
            </ul>
            <Pager trail={trail} nextCursor={events.data.next_cursor} of="events" />
          </>
        )}
      </div>
    </>
  );
}

function NothingFound() {
  return (
    <EmptyState title="No event matches">
      <p>Try other words or other days.</p>
      <LinkButton to="/">Show all events</LinkButton>
    </EmptyState>
  );
}

function NothingPlanned() {
  const session = useSession();
  const admin = session.status === 'signed-in' && session.user.role === 'admin';
  return (
    <EmptyState title="No events are on sale yet">
      <p>New events will appear here.</p>
      {admin && <LinkButton to="/admin/events/new" look="primary">Create an event</LinkButton>}
    </EmptyState>
  );
}
