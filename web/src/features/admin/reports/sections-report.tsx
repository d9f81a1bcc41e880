import { useSectionReports } from '@/api/reports';
import { useT } from '@/i18n';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { formatMoney } from '@/ui/money';
import { formatCount, formatShare } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { EmptyState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';
import { Meter } from '@/features/admin/charts/meter';
import { EventPicker } from '@/features/admin/event-picker';
import { Loaded } from '@/features/admin/loaded';
import { CsvButton } from './csv-button';
import { ReportTools } from './report-tools';
import type { ReportProps } from './reports-page';

/** How full each section of an event was. */
export function SectionsReport({ as_of }: ReportProps) {
  const t = useT();
  const url = useUrlFilter();
  const trail = useCursorTrail();
  const id = url.get('event_id');
  const sections = useSectionReports(id, { as_of, cursor: trail.cursor });
  const title = t('admin.occupancyBySection');
  return (
    <>
      <ReportTools action={id !== '' && <CsvButton path={`/reports/events/${encodeURIComponent(id)}/sections`} filter={{ as_of }} name="sections" />}>
        <EventPicker className="min-w-64 grow sm:max-w-md" value={id} onChange={(next) => url.set('event_id', next)} none={t('admin.chooseEvent')} />
      </ReportTools>
      {id === '' && <EmptyState title={t('admin.noEventChosen')} />}
      {id !== '' && (
        <Loaded of={sections} what={title} failed={t('admin.reportUnshowable')} empty={t('admin.noSections')}>
          {({ items, next_cursor }) => (
            <>
              <Table
                caption={title}
                columns={[
                  { title: t('admin.section') }, { title: t('admin.price'), numeric: true }, { title: t('admin.seatsSold'), numeric: true }, { title: t('admin.occupancy') },
                  { title: t('admin.revenue'), numeric: true }, { title: t('admin.lostSeats'), numeric: true }, { title: t('admin.worth'), numeric: true },
                ]}
              >
                {items.map((section) => (
                  <tr key={section.section}>
                    <RowHeading><bdi className="wrap-anywhere">{section.name}</bdi></RowHeading>
                    <Cell numeric className="whitespace-nowrap">{formatMoney(section.price_minor, section.currency)}</Cell>
                    <Cell numeric className="whitespace-nowrap">{t('admin.ofAll', { some: formatCount(section.seats_sold), all: formatCount(section.capacity) })}</Cell>
                    <Cell><span className="tabular-nums">{formatShare(section.occupancy)}</span><Meter share={section.occupancy} /></Cell>
                    <Cell numeric className="whitespace-nowrap">{formatMoney(section.revenue_minor, section.currency)}</Cell>
                    <Cell numeric>{formatCount(section.lost_seats)}</Cell>
                    <Cell numeric className="whitespace-nowrap">{formatMoney(section.lost_minor, section.currency)}</Cell>
                  </tr>
                ))}
              </Table>
              <Pager trail={trail} nextCursor={next_cursor} of={title} />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}
