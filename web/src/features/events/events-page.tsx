import { useEvents } from '@/api/events';
import { problemOf } from '@/api/problem';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { LinkButton } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { startOfDay } from '@/ui/dates';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { Bone, Loading } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { amountOf } from './amount';
import { EventCard } from './event-card';
import { EventFilters } from './event-filters';

const grid = 'grid gap-6 sm:grid-cols-2 lg:grid-cols-3';

function EventSkeletons() {
  const t = useT();
  return (
    <Loading what={t('events.loading')}>
      <div className={grid}>
        {Array.from({ length: 6 }, (_, card) => (
          <div key={card} className="overflow-hidden rounded-2xl border border-line bg-surface">
            <Bone className="aspect-video rounded-none" />
            <div className="flex flex-col gap-3 p-5"><Bone className="h-7 w-2/3" /><Bone className="h-4 w-1/2" /><Bone className="h-4 w-1/3" /><Bone className="mt-2 h-6" /></div>
          </div>
        ))}
      </div>
    </Loading>
  );
}

export function EventsPage() {
  const t = useT();
  const filter = useUrlFilter();
  const trail = useCursorTrail();
  const asked = {
    q: filter.get('q'),
    from: startOfDay(filter.get('from')),
    to: startOfDay(filter.get('to'), 1),
    price_from: amountOf(filter.get('price_from')),
    price_to: amountOf(filter.get('price_to')),
    status: filter.get('status'),
    cursor: trail.cursor,
    limit: 12,
  };
  const events = useEvents(asked);
  const filtered = Boolean(asked.q || asked.from || asked.to || asked.status || asked.price_from || asked.price_to);

  return (
    <>
      <PageTitle title={t('shell.events')} />
      <EventFilters filter={filter} />
      <div aria-busy={events.isPlaceholderData || undefined} className="mt-8 aria-busy:opacity-60">
        {events.isPending && <EventSkeletons />}
        {events.isError && (
          <ErrorState title={t('events.unshowable')} message={problemOf(events.error).message} onRetry={() => void events.refetch()} />
        )}
        {events.data?.items.length === 0 && (filtered ? <NothingFound /> : <NothingPlanned />)}
        {events.data && events.data.items.length > 0 && (
          <>
            <ul aria-label={t('shell.events')} className={grid}>
              {events.data.items.map((event) => <EventCard key={event.id} event={event} />)}
            </ul>
            <Pager trail={trail} nextCursor={events.data.next_cursor} of={t('events.loading')} />
          </>
        )}
      </div>
    </>
  );
}

function NothingFound() {
  const t = useT();
  return (
    <EmptyState title={t('events.noMatch')}>
      <p>{t('events.noMatchHint')}</p>
      <LinkButton to="/">{t('events.showAll')}</LinkButton>
    </EmptyState>
  );
}

function NothingPlanned() {
  const t = useT();
  const session = useSession();
  const admin = session.status === 'signed-in' && session.user.role === 'admin';
  return (
    <EmptyState title={t('events.none')}>
      <p>{t('events.noneHint')}</p>
      {admin && <LinkButton to="/admin/events/new" look="primary">{t('events.create')}</LinkButton>}
    </EmptyState>
  );
}
