import { Link } from 'react-router';
import { useEventReports } from '@/api/reports';
import { useT } from '@/i18n';
import { LinkButton } from '@/ui/button';
import { Panel } from '@/ui/card';
import { formatMoney } from '@/ui/money';
import { Cell, RowHeading, Table } from '@/ui/table';
import { Sold } from '@/features/admin/charts/meter';
import { Loaded } from '@/features/admin/loaded';

/** The events that sold most. The table is the picture: each row has a bar of its own. */
export function TopEvents() {
  const t = useT();
  const reports = useEventReports({ sort: 'seats_sold', limit: 5 });
  const title = t('admin.topEvents');
  return (
    <Panel title={title} aside={<LinkButton size="small" look="quiet" to="/admin/reports" aria-label={t('admin.reportOn', { what: title })}>{t('admin.report')}</LinkButton>}>
      <Loaded of={reports} what={title} failed={t('admin.reportUnshowable')} empty={t('admin.noEvents')}>
        {({ items }) => (
          <Table
            caption={title}
            columns={[{ title: t('admin.event') }, { title: t('admin.seatsSold') }, { title: t('admin.revenue'), numeric: true }]}
          >
            {items.map((report) => (
              <tr key={report.event_id}>
                <RowHeading>
                  <Link to={`/admin/reports/sections?event_id=${report.event_id}`} className="wrap-anywhere text-primary underline"><bdi>{report.name}</bdi></Link>
                </RowHeading>
                <Cell><Sold some={report.seats_sold} all={report.capacity} share={report.occupancy} /></Cell>
                <Cell numeric className="whitespace-nowrap">{formatMoney(report.revenue_minor, report.currency)}</Cell>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
    </Panel>
  );
}
