import { problemOf } from '@/api/problem';
import { useBuckets, type Buckets, type Figure } from '@/api/reports';
import type { SalesBucket } from '@/api/schema';
import { useT, type TextKey } from '@/i18n';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { formatMoney } from '@/ui/money';
import { formatCount } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { formatRoundCount } from '@/ui/round-figures';
import { Cell, RowHeading, Table } from '@/ui/table';
import { Chart } from '@/features/admin/charts/chart';
import { bucketEnd, bucketMark, bucketName } from '@/features/admin/charts/time-range';
import { Loaded } from '@/features/admin/loaded';
import { CsvButton } from './csv-button';
import { useDays, type Days } from './days';
import { DaysFields } from './days-fields';
import { FactLink } from './fact-link';
import { ReportTools } from './report-tools';
import type { ReportProps } from './reports-page';

interface Kind {
  of: Buckets;
  title: TextKey;
  /** What is counted first: bookings, or holds. */
  counted: TextKey;
  seats: TextKey;
  money: TextKey;
  /** The figures whose facts add up to the columns, where the server knows them. */
  figures: [counted: Figure, seats: Figure, money: Figure] | [counted: Figure];
  look: 'good' | 'bad';
}

const sales: Kind = {
  of: 'sales', title: 'admin.sales', counted: 'admin.bookings', seats: 'admin.seats', money: 'admin.revenue',
  figures: ['bookings', 'seats_sold', 'revenue_minor'], look: 'good',
};
const cancellations: Kind = {
  of: 'cancellations', title: 'admin.cancellations', counted: 'admin.cancelledBookings', seats: 'admin.seats', money: 'admin.refundable',
  figures: ['cancelled_bookings'], look: 'bad',
};
const lost: Kind = {
  of: 'lost-demand', title: 'admin.lostOverTime', counted: 'admin.expiredHolds', seats: 'admin.seats', money: 'admin.worth',
  figures: ['lost_holds', 'lost_seats', 'lost_minor'], look: 'bad',
};

export const SalesReport = (props: ReportProps) => <BucketsReport kind={sales} {...props} />;
export const CancellationsReport = (props: ReportProps) => <BucketsReport kind={cancellations} {...props} />;
export const LostOverTime = (props: ReportProps) => <BucketsReport kind={lost} {...props} />;

/** One kind of figure by the hour or day. */
function BucketsReport({ kind, as_of, at }: ReportProps & { kind: Kind }) {
  const t = useT();
  const url = useUrlFilter();
  const trail = useCursorTrail();
  const days = useDays(at);
  const { bucket, from, to } = days;
  const filter = { as_of, event_id: url.get('event_id'), bucket, from, to };
  const buckets = useBuckets(kind.of, { ...filter, cursor: trail.cursor });
  const title = t(kind.title);
  return (
    <>
      <ReportTools action={<CsvButton path={`/reports/${kind.of}`} filter={filter} name={kind.of} />}>
        <DaysFields days={days} problem={buckets.isError ? problemOf(buckets.error) : undefined} />
      </ReportTools>
      <Loaded of={buckets} what={title} failed={t('admin.reportUnshowable')} empty={t('admin.nothingThen')}>
        {({ items, next_cursor }) => (
          <>
            <Picture kind={kind} days={days} buckets={items} />
            <Table
              caption={title}
              columns={[{ title: t('admin.beginning') }, { title: t(kind.counted), numeric: true }, { title: t(kind.seats), numeric: true }, { title: t(kind.money), numeric: true }]}
            >
              {items.map((each) => <BucketRow key={each.bucket_start} kind={kind} days={days} bucket={each} as_of={as_of} event_id={filter.event_id} />)}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Picture({ kind, days, buckets }: { kind: Kind; days: Days; buckets: readonly SalesBucket[] }) {
  const t = useT();
  const bars = buckets.map(({ bucket_start, seats }) => ({ key: bucket_start, label: bucketName(days.bucket, bucket_start), mark: bucketMark(days.bucket, bucket_start), value: seats }));
  const all = formatCount(bars.reduce((sum, { value }) => sum + value, 0));
  const most = formatCount(Math.max(...bars.map(({ value }) => value)));
  return (
    <div className="mb-6 rounded-2xl border border-line bg-surface p-5 shadow-card">
      <p className="mb-2 text-sm text-muted">{`${t('admin.seats')}: ${t('admin.chartSum', { all, most })}`}</p>
      <Chart said={t('admin.chartSaid', { title: t(kind.title), all, most })} bars={bars} format={formatCount} formatRound={formatRoundCount} look={kind.look} />
    </div>
  );
}

interface BucketRowProps {
  kind: Kind;
  days: Days;
  bucket: SalesBucket;
  as_of: string;
  event_id: string;
}

function BucketRow({ kind, days, bucket, as_of, event_id }: BucketRowProps) {
  const name = bucketName(days.bucket, bucket.bucket_start);
  const [counted, seats, money] = kind.figures;
  const where = { of: name, as_of, event_id, from: bucket.bucket_start, to: bucketEnd(days.bucket, bucket.bucket_start) };
  const amounts = bucket.revenue.map(({ amount_minor, currency }) => formatMoney(amount_minor, currency));
  const linked = (figure: Figure | undefined, shown: string, count: number) =>
    (figure === undefined || count === 0 ? shown : <FactLink figure={figure} shown={shown} {...where} />);
  return (
    <tr>
      <RowHeading>{name}</RowHeading>
      <Cell numeric>{linked(counted, formatCount(bucket.bookings), bucket.bookings)}</Cell>
      <Cell numeric>{linked(seats, formatCount(bucket.seats), bucket.seats)}</Cell>
      <Cell numeric className="whitespace-nowrap">
        {amounts.length === 0 ? '–' : amounts.map((amount) => <div key={amount}>{linked(amounts.length === 1 ? money : undefined, amount, bucket.bookings)}</div>)}
      </Cell>
    </tr>
  );
}
