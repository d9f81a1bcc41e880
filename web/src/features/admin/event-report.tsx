import { Link } from 'react-router';
import { problemOf } from '@/api/problem';
import { useEventReports } from '@/api/reports';
import type { EventReport } from '@/api/schema';
import { Panel } from '@/ui/card';
import { useCursorTrail } from '@/ui/cursor-trail';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { formatCount, formatShare } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';
import { EventStatus } from './event-status';

const columns = [
  { title: 'Event' }, { title: 'Starts' }, { title: 'Status' }, { title: 'Bookings', numeric: true },
  { title: 'Seats sold', numeric: true }, { title: 'Occupancy', numeric: true }, { title: 'Revenue', numeric: true },
];

/** What every event has sold. */
export function EventReportPanel() {
  const trail = useCursorTrail();
  const reports = useEventReports(trail.cursor);
  return (
    <Panel title="Sales by event">
      {reports.isPending && <LoadingLines what="the sales by event" />}
      {reports.isError && (
        <ErrorState title="The report cannot be shown" message={problemOf(reports.error).message} onRetry={() => void reports.refetch()} />
      )}
      {reports.data?.items.length === 0 && <EmptyState title="There are no events yet" />}
      {reports.data && reports.data.items.length > 0 && (
        <>
          <Table caption="Sales by event" columns={columns}>
            {reports.data.items.map((report) => <ReportRow key={report.event_id} report={report} />)}
          </Table>
          <Pager trail={trail} nextCursor={reports.data.next_cursor} of="the report" />
        </>
      )}
    </Panel>
  );
}

function ReportRow({ report }: { report: EventReport }) {
  return (
    <tr>
      <RowHeading>
        <Link to={`/admin/bookings?event_id=${report.event_id}`} className="text-primary underline">{report.name}</Link>
      </RowHeading>
      <Cell className="whitespace-nowrap"><Moment at={report.starts_at} /></Cell>
      <Cell><EventStatus status={report.status} /></Cell>
      <Cell numeric>{formatCount(report.bookings)}</Cell>
      <Cell numeric className="whitespace-nowrap">{formatCount(report.seats_sold)} of {formatCount(report.capacity)}</Cell>
      <Cell numeric>{formatShare(report.occupancy)}</Cell>
      <Cell numeric className="whitespace-nowrap">{formatMoney(report.revenue_minor, report.currency)}</Cell>
    </tr>
  );
}
