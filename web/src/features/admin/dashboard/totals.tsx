import type { SummaryReport } from '@/api/schema';
import { useT, type TextKey } from '@/i18n';
import { formatMoney } from '@/ui/money';
import { formatCount } from '@/ui/numbers';

/** The figures of the whole house. */
export function Totals({ report }: { report: SummaryReport }) {
  const t = useT();
  const revenue = report.revenue.map(({ amount_minor, currency }) => formatMoney(amount_minor, currency));
  const figures: [TextKey, string[]][] = [
    ['admin.revenue', revenue.length > 0 ? revenue : [t('admin.noneYet')]],
    ['admin.seatsSold', [formatCount(report.seats_sold)]],
    ['admin.bookings', [formatCount(report.bookings)]],
    ['admin.cancelledBookings', [formatCount(report.cancelled_bookings)]],
    ['admin.events', [formatCount(report.events)]],
    ['admin.users', [formatCount(report.users)]],
  ];
  return (
    <section aria-label={t('admin.totals')}>
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 xl:grid-cols-[1.6fr_repeat(5,minmax(0,1fr))]">
        {figures.map(([name, values]) => (
          <div key={name} className="rounded-2xl border border-line bg-surface p-3 shadow-card sm:p-4">
            <dt className="text-sm text-muted">{t(name)}</dt>
            {values.map((value) => <dd key={value} className="font-extrabold break-words tabular-nums sm:text-xl">{value}</dd>)}
          </div>
        ))}
      </dl>
    </section>
  );
}
