import type { SalesBucket } from '@/api/schema';
import { useBuckets, type BucketFilter, type Buckets } from '@/api/reports';
import { useT } from '@/i18n';
import { LinkButton } from '@/ui/button';
import { Panel } from '@/ui/card';
import { Cell, RowHeading, Table } from '@/ui/table';
import { Chart } from '@/features/admin/charts/chart';
import { Figures } from '@/features/admin/charts/figures';
import { bucketMark, bucketName } from '@/features/admin/charts/time-range';
import { Loaded } from '@/features/admin/loaded';

interface OverTimeProps {
  title: string;
  report: Buckets;
  filter: BucketFilter;
  value: (bucket: SalesBucket) => number;
  format: (value: number) => string;
  formatRound: (value: number) => string;
  look: 'good' | 'bad';
  /** What is said when all figures are zero. */
  empty: string;
  /** Where the report with all its figures is. */
  to: string;
}

/** One figure by the hour or day, as a picture and as a table. */
export function OverTime({ title, report, filter, value, format, formatRound, look, empty, to }: OverTimeProps) {
  const t = useT();
  const buckets = useBuckets(report, filter);
  const name = (iso: string) => bucketName(filter.bucket, iso);
  return (
    <Panel title={title} aside={<LinkButton size="small" look="quiet" to={to} aria-label={t('admin.reportOn', { what: title })}>{t('admin.report')}</LinkButton>}>
      <Loaded
        of={buckets}
        what={title}
        failed={t('admin.reportUnshowable')}
        empty={empty}
        isEmpty={({ items }) => items.every((bucket) => value(bucket) === 0)}
      >
        {({ items }) => {
          const bars = items.map((bucket) => ({ key: bucket.bucket_start, label: name(bucket.bucket_start), mark: bucketMark(filter.bucket, bucket.bucket_start), value: value(bucket) }));
          const all = format(bars.reduce((sum, bar) => sum + bar.value, 0));
          const most = format(Math.max(...bars.map((bar) => bar.value)));
          return (
            <>
              <p className="mb-2 text-sm text-muted">{t('admin.chartSum', { all, most })}</p>
              <Chart said={t('admin.chartSaid', { title, all, most })} bars={bars} format={format} formatRound={formatRound} look={look} />
              <Figures of={title}>
                {() => (
                  <Table caption={title} columns={[{ title: t('admin.beginning') }, { title, numeric: true }]}>
                    {bars.map(({ key, label, value: figure }) => (
                      <tr key={key}>
                        <RowHeading>{label}</RowHeading>
                        <Cell numeric>{format(figure)}</Cell>
                      </tr>
                    ))}
                  </Table>
                )}
              </Figures>
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
