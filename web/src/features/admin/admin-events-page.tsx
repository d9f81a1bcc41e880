import { useState } from 'react';
import { Link } from 'react-router';
import { useEvents, usePublishEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { Button, LinkButton } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatCount } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { SearchField } from '@/ui/search-field';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';
import { sayDone, sayFailed } from '@/ui/toasts';
import { CancelEventDialog } from './cancel-event';
import { DeleteEventDialog } from './delete-event';
import { EventStatus } from './event-status';

const columns = [{ title: 'Event' }, { title: 'Starts' }, { title: 'Status' }, { title: 'Free', numeric: true }, { title: 'Actions' }];

export function AdminEventsPage() {
  const filter = useUrlFilter();
  const trail = useCursorTrail();
  const events = useEvents({ q: filter.get('q'), status: filter.get('status') || 'all', cursor: trail.cursor });
  return (
    <>
      <PageTitle title="Manage events">
        <LinkButton to="/admin/events/new" look="primary">Create an event</LinkButton>
      </PageTitle>
      <div role="search" className="mb-6 grid gap-4 sm:grid-cols-[2fr_1fr]">
        <SearchField label="Search" value={filter.get('q')} onSearch={(text) => filter.set('q', text)} />
        <SelectField label="Show" value={filter.get('status')} onChange={(change) => filter.set('status', change.target.value)}>
          <option value="">All</option>
          <option value="draft">Drafts</option>
          <option value="published">Coming up</option>
          <option value="past">Past</option>
          <option value="cancelled">Cancelled</option>
        </SelectField>
      </div>
      {events.isPending && <LoadingLines what="the events" />}
      {events.isError && (
        <ErrorState title="The events cannot be shown" message={problemOf(events.error).message} onRetry={() => void events.refetch()} />
      )}
      {events.data?.items.length === 0 && <EmptyState title="No event matches" />}
      {events.data && events.data.items.length > 0 && (
        <>
          <Table caption="Events" columns={columns}>
            {events.data.items.map((event) => <EventRow key={event.id} event={event} />)}
          </Table>
          <Pager trail={trail} nextCursor={events.data.next_cursor} of="events" />
        </>
      )}
    </>
  );
}

function EventRow({ event }: { event: Event }) {
  const [asking, setAsking] = useState<'cancel' | 'delete'>();
  const publish = usePublishEvent();
  const over = event.status === 'cancelled';
  const publishNow = () =>
    publish.mutate(event.id, {
      onSuccess: () => sayDone(`${event.name} is published.`),
      onError: (error) => sayFailed(`${event.name} is not published. ${problemOf(error).message}`),
    });
  return (
    <tr>
      <RowHeading><Link to={`/events/${event.id}`} className="text-primary underline">{event.name}</Link></RowHeading>
      <Cell className="whitespace-nowrap"><Moment at={event.starts_at} /></Cell>
      <Cell><EventStatus status={event.status} /></Cell>
      <Cell numeric className="whitespace-nowrap">{formatCount(event.free)} of {formatCount(event.capacity)}</Cell>
      <Cell>
        <div className="flex gap-2">
          {event.status === 'draft' && (
            <Button size="small" look="primary" busy={publish.isPending} aria-label={`Publish ${event.name}`} onClick={publishNow}>Publish</Button>
          )}
          {!over && <LinkButton size="small" to={`/admin/events/${event.id}/edit`} aria-label={`Edit ${event.name}`}>Edit</LinkButton>}
          {!over && <LinkButton size="small" to={`/admin/events/${event.id}/seats`} aria-label={`Seats of ${event.name}`}>Seats</LinkButton>}
          {!over && <Button size="small" aria-label={`Cancel ${event.name}`} onClick={() => setAsking('cancel')}>Cancel</Button>}
          <Button size="small" look="danger" aria-label={`Delete ${event.name}`} onClick={() => setAsking('delete')}>Delete</Button>
        </div>
        {asking === 'cancel' && <CancelEventDialog event={event} onClose={() => setAsking(undefined)} />}
        {asking === 'delete' && <DeleteEventDialog event={event} onClose={() => setAsking(undefined)} />}
      </Cell>
    </tr>
  );
}
