import { useState } from 'react';
import { useEvents } from '@/api/events';
import { problemOf } from '@/api/problem';
import { useSales } from '@/api/reports';
import { Panel } from '@/ui/card';
import { formatDay, formatHour } from '@/ui/dates';
import { SelectField } from '@/ui/field';
import { LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { SalesChart } from './sales-chart';
import { SalesTable } from './sales-table';
import { rangeOf, ranges, type RangeName } from './sales-range';

/** What was sold when. Money is shown only where it is of one currency: for one event, or where all are. */
export function SalesPanel({ currencies }: { currencies: readonly string[] }) {
  const [eventId, setEventId] = useState('');
  const [rangeName, setRangeName] = useState<RangeName>('month');
  const events = useEvents({ status: 'all', limit: 100 });
  const range = rangeOf(rangeName, new Date());
  const sales = useSales({ ...range, ...(eventId && { event_id: eventId }) });
  const ofEvent = events.data?.items.find(({ id }) => id === eventId)?.currency;
  const currency = ofEvent ?? (currencies.length === 1 ? currencies[0] : undefined);
  const label = range.bucket === 'hour' ? formatHour : formatDay;
  const buckets = sales.data?.items ?? [];
  const sold = buckets.some(({ bookings, seats, revenue_minor }) => bookings !== 0 || seats !== 0 || revenue_minor !== 0);

  return (
    <Panel title="Sales over time">
      <div className="mb-4 flex flex-wrap gap-4">
        <SelectField label="Event" className="w-64" value={eventId} onChange={(change) => setEventId(change.target.value)}>
          <option value="">All events</option>
          {events.data?.items.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </SelectField>
        <SelectField label="Time" className="w-48" value={rangeName} onChange={(change) => setRangeName(change.target.value as RangeName)}>
          {Object.entries(ranges).map(([name, text]) => <option key={name} value={name}>{text}</option>)}
        </SelectField>
      </div>
      {sales.isPending && <LoadingLines what="the sales over time" />}
      {sales.isError && (
        <ErrorState title="The sales cannot be shown" message={problemOf(sales.error).message} onRetry={() => void sales.refetch()} />
      )}
      {sales.data && !sold && <EmptyState title="Nothing was sold in this time" />}
      {sales.data && sold && (
        <>
          <SalesChart buckets={buckets} label={label} />
          <details className="mt-4">
            <summary className="font-semibold text-primary">The figures as a table</summary>
            <div className="mt-3"><SalesTable buckets={buckets} label={label} currency={currency} /></div>
          </details>
        </>
      )}
    </Panel>
  );
}
