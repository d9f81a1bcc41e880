import { Link } from 'react-router';
import { useEventLosses } from '@/api/reports';
import { useT } from '@/i18n';
import { Panel } from '@/ui/card';
import { formatMoney } from '@/ui/money';
import { formatCount } from '@/ui/numbers';
import { Cell, RowHeading, Table } from '@/ui/table';
import { Loaded } from '@/features/admin/loaded';
import { LostOverTime } from './buckets-report';
import { CsvButton } from './csv-button';
import { FactLink } from './fact-link';
import type { ReportProps } from './reports-page';

const MOST = 20;

/** What people wanted and did not get: holds that ran out, by event and over time. */
export function LostReport(props: ReportProps) {
  const t = useT();
  const { as_of } = props;
  const losses = useEventLosses({ as_of, limit: MOST });
  const title = t('admin.greatestLosses');
  return (
    <div className="flex flex-col gap-8">
      <Panel title={title} aside={<CsvButton path="/reports/lost-demand/events" filter={{ as_of }} name="lost-demand-events" />}>
        <p className="mb-4 text-sm text-muted">
          {t('admin.lostExplained')} <Link to="/admin/audit/refusals" className="text-primary underline">{t('admin.toRefusals')}</Link>
        </p>
        <Loaded of={losses} what={title} failed={t('admin.reportUnshowable')} empty={t('admin.nothingLost')}>
          {({ items }) => (
            <Table
              caption={title}
              columns={[{ title: t('admin.event') }, { title: t('admin.expiredHolds'), numeric: true }, { title: t('admin.seats'), numeric: true }, { title: t('admin.worth'), numeric: true }]}
            >
              {items.map((loss) => {
                const of = { of: loss.name, as_of, event_id: loss.event_id };
                return (
                  <tr key={loss.event_id}>
                    <RowHeading><bdi className="wrap-anywhere">{loss.name}</bdi></RowHeading>
                    <Cell numeric><FactLink figure="lost_holds" shown={formatCount(loss.holds)} {...of} /></Cell>
                    <Cell numeric><FactLink figure="lost_seats" shown={formatCount(loss.seats)} {...of} /></Cell>
                    <Cell numeric className="whitespace-nowrap"><FactLink figure="lost_minor" shown={formatMoney(loss.value_minor, loss.currency)} {...of} /></Cell>
                  </tr>
                );
              })}
            </Table>
          )}
        </Loaded>
      </Panel>
      <section aria-label={t('admin.lostOverTime')}>
        <h2 className="mb-4 text-lg font-bold">{t('admin.lostOverTime')}</h2>
        <LostOverTime {...props} />
      </section>
    </div>
  );
}
