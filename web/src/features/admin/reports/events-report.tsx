import { Link } from 'react-router';
import { useEventReports } from '@/api/reports';
import type { EventReport } from '@/api/schema';
import { useT } from '@/i18n';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { formatCount, formatShare } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { SearchField } from '@/ui/search-field';
import { Cell, RowHeading, Table } from '@/ui/table';
import { EventStatus } from '@/features/admin/event-status';
import { Loaded } from '@/features/admin/loaded';
import { CsvButton } from './csv-button';
import { FactLink } from './fact-link';
import { ReportTools } from './report-tools';
import type { ReportProps } from './reports-page';

/** What every event has sold. */
export function EventsReport({ as_of }: ReportProps) {
  const t = useT();
  const url = useUrlFilter();
  const trail = useCursorTrail();
  const filter = { as_of, q: url.get('q'), status: url.get('status'), sort: url.get('sort'), event_id: url.get('event_id') };
  const reports = useEventReports({ ...filter, cursor: trail.cursor });
  const title = t('admin.salesByEvent');
  return (
    <>
      <ReportTools action={<CsvButton path="/reports/events" filter={filter} name="events" />}>
        <SearchField className="min-w-48 grow" label={t('admin.search')} value={filter.q} onSearch={(q) => url.set('q', q)} />
        <SelectField label={t('admin.status')} className="w-40" value={filter.status} onChange={({ target }) => url.set('status', target.value)}>
          <option value="">{t('admin.all')}</option>
          <option value="draft">{t('admin.draft')}</option>
          <option value="published">{t('admin.published')}</option>
          <option value="cancelled">{t('admin.cancelled')}</option>
        </SelectField>
        <SelectField label={t('admin.sort')} className="w-44" value={filter.sort} onChange={({ target }) => url.set('sort', target.value)}>
          <option value="">{t('admin.starts')}</option>
          <option value="revenue_minor">{t('admin.revenue')}</option>
          <option value="seats_sold">{t('admin.seatsSold')}</option>
          <option value="bookings">{t('admin.bookings')}</option>
          <option value="occupancy">{t('admin.occupancy')}</option>
        </SelectField>
        {filter.event_id && <Link to="?" className="py-2 text-primary underline">{t('admin.allEvents')}</Link>}
      </ReportTools>
      <Loaded of={reports} what={title} failed={t('admin.reportUnshowable')} empty={t('admin.noEventMatches')}>
        {({ items, next_cursor }) => (
          <>
            <Table
              caption={title}
              columns={[
                { title: t('admin.event') }, { title: t('admin.starts') }, { title: t('admin.status') }, { title: t('admin.bookings'), numeric: true },
                { title: t('admin.seatsSold'), numeric: true }, { title: t('admin.occupancy'), numeric: true }, { title: t('admin.revenue'), numeric: true },
              ]}
            >
              {items.map((report) => <ReportRow key={report.event_id} report={report} as_of={as_of} />)}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </>
  );
}

function ReportRow({ report, as_of }: { report: EventReport; as_of: string }) {
  const t = useT();
  const of = { of: report.name, as_of, event_id: report.event_id };
  return (
    <tr>
      <RowHeading>
        <Link to={`/admin/bookings?event_id=${report.event_id}`} className="wrap-anywhere text-primary underline"><bdi>{report.name}</bdi></Link>
      </RowHeading>
      <Cell className="whitespace-nowrap"><Moment at={report.starts_at} /></Cell>
      <Cell><EventStatus status={report.status} /></Cell>
      <Cell numeric><FactLink figure="bookings" shown={formatCount(report.bookings)} {...of} /></Cell>
      <Cell numeric className="whitespace-nowrap">
        <FactLink figure="seats_sold" shown={t('admin.ofAll', { some: formatCount(report.seats_sold), all: formatCount(report.capacity) })} {...of} />
      </Cell>
      <Cell numeric>{formatShare(report.occupancy)}</Cell>
      <Cell numeric className="whitespace-nowrap"><FactLink figure="revenue_minor" shown={formatMoney(report.revenue_minor, report.currency)} {...of} /></Cell>
    </tr>
  );
}
