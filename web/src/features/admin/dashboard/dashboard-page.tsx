import { useEventReports, useFollowedSummary } from '@/api/reports';
import type { SalesBucket } from '@/api/schema';
import { useT } from '@/i18n';
import { useUrlFilter } from '@/ui/cursor-trail';
import { formatTime } from '@/ui/dates';
import { SelectField } from '@/ui/field';
import { formatMoney } from '@/ui/money';
import { formatCount } from '@/ui/numbers';
import { PageTitle } from '@/ui/page';
import { formatRoundCount, formatRoundMoney } from '@/ui/round-figures';
import { isRange, rangeName, rangeOf, ranges, type RangeName } from '@/features/admin/charts/time-range';
import { EventPicker } from '@/features/admin/event-picker';
import { Loaded } from '@/features/admin/loaded';
import { Occupancy } from './occupancy';
import { OverTime } from './over-time';
import { TopEvents } from './top-events';
import { Totals } from './totals';

const seats = (bucket: SalesBucket) => bucket.seats;

/** The figures of the house as they become: followed every few seconds, and the plan by its live stream. */
export function DashboardPage() {
  const t = useT();
  const filter = useUrlFilter();
  const summary = useFollowedSummary();
  const top = useEventReports({ sort: 'seats_sold', limit: 5 });
  const wanted = filter.get('range');
  const name: RangeName = isRange(wanted) ? wanted : 'month';
  const eventId = filter.get('event_id');
  const range = { ...rangeOf(name, new Date()), ...(eventId && { event_id: eventId }) };
  const currencies = summary.data?.revenue.map(({ currency }) => currency) ?? [];
  const currency = currencies.find((each) => each === filter.get('currency')) ?? currencies[0] ?? 'EUR';
  const revenue = ({ revenue: amounts }: SalesBucket) => amounts.find((amount) => amount.currency === currency)?.amount_minor ?? 0;
  const count = { format: formatCount, formatRound: formatRoundCount };
  const reportAt = (path: string) => `/admin/reports/${path}${eventId && `?event_id=${eventId}`}`;
  const plan = filter.get('plan') || eventId || (top.data?.items[0]?.event_id ?? '');

  return (
    <>
      <PageTitle title={t('admin.overview')}>
        {summary.data && (
          <p className="text-sm text-muted">{t('admin.followed', { time: formatTime(summary.data.as_of), position: summary.data.position })}</p>
        )}
      </PageTitle>
      <div className="flex flex-col gap-6">
        <Loaded of={summary} what={t('admin.theTotals')} failed={t('admin.totalsUnshowable')} lines={2}>
          {(totals) => <Totals report={totals} />}
        </Loaded>
        <div className="flex flex-wrap items-end gap-4">
          <EventPicker className="min-w-64 grow sm:max-w-sm" value={eventId} onChange={(id) => filter.set('event_id', id)} none={t('admin.allEvents')} />
          <SelectField label={t('admin.time')} className="w-44" value={name} onChange={({ target }) => filter.set('range', target.value)}>
            {(Object.keys(ranges) as RangeName[]).map((each) => <option key={each} value={each}>{rangeName(each)}</option>)}
          </SelectField>
          {currencies.length > 1 && (
            <SelectField label={t('admin.currency')} className="w-28" value={currency} onChange={({ target }) => filter.set('currency', target.value)}>
              {currencies.map((each) => <option key={each}>{each}</option>)}
            </SelectField>
          )}
        </div>
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
          <OverTime title={t('admin.seatsOverTime')} report="sales" filter={range} value={seats} {...count} look="good" empty={t('admin.nothingSold')} to={reportAt('sales')} />
          <OverTime
            title={t('admin.revenueOverTime', { currency })}
            report="sales"
            filter={range}
            value={revenue}
            format={(minor) => formatMoney(minor, currency)}
            formatRound={(minor) => formatRoundMoney(minor, currency)}
            look="good"
            empty={t('admin.nothingSold')}
            to={reportAt('sales')}
          />
          <OverTime title={t('admin.lostOverTime')} report="lost-demand" filter={range} value={seats} {...count} look="bad" empty={t('admin.nothingLost')} to={reportAt('lost-demand')} />
          <TopEvents />
        </div>
        <Occupancy eventId={plan} onChange={(id) => filter.set('plan', id)} />
      </div>
    </>
  );
}
