import { useSummary } from '@/api/reports';
import { problemOf } from '@/api/problem';
import type { SummaryReport } from '@/api/schema';
import { formatMoney } from '@/ui/money';
import { formatCount } from '@/ui/numbers';
import { Moment } from '@/ui/moment';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { EventReportPanel } from './event-report';
import { SalesPanel } from './sales-panel';

export function DashboardPage() {
  const summary = useSummary();
  return (
    <>
      <PageTitle title="Overview" />
      <div className="flex flex-col gap-8">
        {summary.isPending && <LoadingLines what="the totals" lines={2} />}
        {summary.isError && (
          <ErrorState title="The totals cannot be shown" message={problemOf(summary.error).message} onRetry={() => void summary.refetch()} />
        )}
        {summary.data && <Totals report={summary.data} />}
        <SalesPanel currencies={summary.data?.revenue.map(({ currency }) => currency) ?? []} />
        <EventReportPanel />
      </div>
    </>
  );
}

function Totals({ report }: { report: SummaryReport }) {
  const revenue = report.revenue.map(({ amount_minor, currency }) => formatMoney(amount_minor, currency));
  const figures: [string, string[]][] = [
    ['Bookings', [formatCount(report.bookings)]],
    ['Cancelled bookings', [formatCount(report.cancelled_bookings)]],
    ['Seats sold', [formatCount(report.seats_sold)]],
    ['Revenue', revenue.length > 0 ? revenue : ['None yet']],
    ['Events', [formatCount(report.events)]],
    ['Users', [formatCount(report.users)]],
  ];
  return (
    <section aria-label="Totals">
      <dl className="grid grid-cols-2 gap-4 md:grid-cols-3">
        {figures.map(([name, values]) => (
          <div key={name} className="rounded-2xl border border-line bg-surface p-5 shadow-card">
            <dt className="text-sm text-muted">{name}</dt>
            {values.map((value) => <dd key={value} className="text-2xl font-extrabold break-words tabular-nums">{value}</dd>)}
          </div>
        ))}
      </dl>
      <p className="mt-3 text-sm text-muted">As of <Moment at={report.as_of} />, position {formatCount(report.position)} of the log.</p>
    </section>
  );
}
