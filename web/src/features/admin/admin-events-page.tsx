import { useState } from 'react';
import { Link } from 'react-router';
import { useEvents, usePublishEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatCount } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { PageTitle } from '@/ui/page';
import { SearchField } from '@/ui/search-field';
import { Cell, RowHeading, Table } from '@/ui/table';
import { sayDone, sayFailed } from '@/ui/toasts';
import { CancelEventDialog } from './cancel-event';
import { DeleteEventDialog } from './delete-event';
import { EventStatus } from './event-status';
import { Loaded } from './loaded';

export function AdminEventsPage() {
  const t = useT();
  const filter = useUrlFilter();
  const trail = useCursorTrail();
  const events = useEvents({ q: filter.get('q'), status: filter.get('status') || 'all', cursor: trail.cursor });
  return (
    <>
      <PageTitle title={t('admin.manageEvents')}>
        <LinkButton to="/admin/events/new" look="primary">{t('admin.createEvent')}</LinkButton>
      </PageTitle>
      <div role="search" className="mb-6 grid grid-cols-1 gap-4 sm:grid-cols-[2fr_1fr]">
        <SearchField label={t('admin.search')} value={filter.get('q')} onSearch={(text) => filter.set('q', text)} />
        <SelectField label={t('admin.show')} value={filter.get('status')} onChange={(change) => filter.set('status', change.target.value)}>
          <option value="">{t('admin.all')}</option>
          <option value="draft">{t('admin.drafts')}</option>
          <option value="published">{t('admin.comingUp')}</option>
          <option value="past">{t('admin.past')}</option>
          <option value="cancelled">{t('admin.cancelled')}</option>
        </SelectField>
      </div>
      <Loaded of={events} what={t('admin.theEvents')} failed={t('admin.eventsUnshowable')} empty={t('admin.noEventMatches')}>
        {({ items, next_cursor }) => (
          <>
            <Table
              caption={t('admin.events')}
              columns={[{ title: t('admin.event') }, { title: t('admin.starts') }, { title: t('admin.status') }, { title: t('admin.free'), numeric: true }, { title: t('admin.actions') }]}
            >
              {items.map((event) => <EventRow key={event.id} event={event} />)}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={t('admin.events')} />
          </>
        )}
      </Loaded>
    </>
  );
}

function EventRow({ event }: { event: Event }) {
  const t = useT();
  const [asking, setAsking] = useState<'cancel' | 'delete'>();
  const publish = usePublishEvent();
  const { name } = event;
  const over = event.status === 'cancelled';
  const publishNow = () =>
    publish.mutate(event.id, {
      onSuccess: () => sayDone(t('admin.isPublished', { name })),
      onError: (error) => sayFailed(t('admin.notPublished', { name, reason: problemOf(error).message })),
    });
  return (
    <tr>
      <RowHeading><Link to={`/events/${event.id}`} className="wrap-anywhere text-primary underline"><bdi>{name}</bdi></Link></RowHeading>
      <Cell className="whitespace-nowrap"><Moment at={event.starts_at} /></Cell>
      <Cell><EventStatus status={event.status} /></Cell>
      <Cell numeric className="whitespace-nowrap">{t('admin.ofAll', { some: formatCount(event.free), all: formatCount(event.capacity) })}</Cell>
      <Cell>
        <div className="flex gap-2">
          {event.status === 'draft' && (
            <Button size="small" look="primary" busy={publish.isPending} aria-label={t('admin.publishEvent', { name })} onClick={publishNow}>{t('admin.publish')}</Button>
          )}
          {!over && <LinkButton size="small" to={`/admin/events/${event.id}/edit`} aria-label={t('admin.editEvent', { name })}>{t('admin.edit')}</LinkButton>}
          {!over && <LinkButton size="small" to={`/admin/events/${event.id}/seats`} aria-label={t('admin.seatsOf', { name })}>{t('admin.seats')}</LinkButton>}
          {!over && <Button size="small" aria-label={t('admin.cancelEvent', { name })} onClick={() => setAsking('cancel')}>{t('admin.cancel')}</Button>}
          <Button size="small" look="danger" aria-label={t('admin.deleteEvent', { name })} onClick={() => setAsking('delete')}>{t('admin.delete')}</Button>
        </div>
        {asking === 'cancel' && <CancelEventDialog event={event} onClose={() => setAsking(undefined)} />}
        {asking === 'delete' && <DeleteEventDialog event={event} onClose={() => setAsking(undefined)} />}
      </Cell>
    </tr>
  );
}
