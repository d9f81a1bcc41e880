import { useEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import { useSectionReports } from '@/api/reports';
import type { Event } from '@/api/schema';
import { useSeats } from '@/api/seats';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';
import { Panel } from '@/ui/card';
import { formatMoney } from '@/ui/money';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';
import { Sold } from '@/features/admin/charts/meter';
import { EventPicker } from '@/features/admin/event-picker';
import { Loaded } from '@/features/admin/loaded';
import { HeatMap } from './heat-map';

/** How full the sections of one event are. */
export function Occupancy({ eventId, onChange }: { eventId: string; onChange: (id: string) => void }) {
  const t = useT();
  return (
    <Panel title={t('admin.occupancyBySection')}>
      <EventPicker className="mb-4 max-w-md" value={eventId} onChange={onChange} none={t('admin.chooseEvent')} />
      {eventId === '' ? <EmptyState title={t('admin.noEventChosen')} /> : <House key={eventId} id={eventId} />}
    </Panel>
  );
}

function House({ id }: { id: string }) {
  const t = useT();
  const event = useEvent(id);
  return (
    <Loaded of={event} what={t('admin.theEvent')} failed={t('admin.eventUnshowable')}>
      {(found) => <LiveHouse event={found} />}
    </Loaded>
  );
}

function LiveHouse({ event }: { event: Event }) {
  const t = useT();
  const { query: seats, liveness } = useSeats(event);
  const sections = useSectionReports(event.id, { limit: 100 });
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="min-w-0">
        <div className="mb-2"><Badge look={liveness === 'live' ? 'good' : 'plain'}>{t(liveness === 'live' ? 'admin.live' : 'admin.notLive')}</Badge></div>
        {seats.data && <HeatMap event={event} seats={seats.data} />}
        {!seats.data && seats.isPending && <LoadingLines what={t('admin.theSeats')} />}
        {!seats.data && seats.isError && (
          <ErrorState title={t('admin.seatsUnshowable')} message={problemOf(seats.error).message} onRetry={() => void seats.refetch()} />
        )}
      </div>
      <Loaded of={sections} what={t('admin.occupancyBySection')} failed={t('admin.reportUnshowable')} empty={t('admin.noSections')}>
        {({ items }) => (
          <Table
            caption={t('admin.occupancyBySection')}
            columns={[{ title: t('admin.section') }, { title: t('admin.seatsSold') }, { title: t('admin.revenue'), numeric: true }]}
          >
            {items.map((section) => (
              <tr key={section.section}>
                <RowHeading><bdi>{section.name}</bdi></RowHeading>
                <Cell><Sold some={section.seats_sold} all={section.capacity} share={section.occupancy} /></Cell>
                <Cell numeric className="whitespace-nowrap">{formatMoney(section.revenue_minor, section.currency)}</Cell>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
    </div>
  );
}
