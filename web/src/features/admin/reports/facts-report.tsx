import { Link } from 'react-router';
import { problemOf } from '@/api/problem';
import { useFigureFacts, type Figure } from '@/api/reports';
import { useT, type TextKey } from '@/i18n';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { fromLocalInput, toLocalInput } from '@/ui/dates';
import { SelectField, TextField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatCount } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { Cell, RowHeading, Table } from '@/ui/table';
import { EventPicker } from '@/features/admin/event-picker';
import { Loaded } from '@/features/admin/loaded';
import { CsvButton } from './csv-button';
import { ReportTools } from './report-tools';
import type { ReportProps } from './reports-page';

const figures: Record<Figure, TextKey> = {
  bookings: 'admin.bookings', cancelled_bookings: 'admin.cancelledBookings', seats_sold: 'admin.seatsSold', revenue_minor: 'admin.revenueMinor',
  lost_holds: 'admin.expiredHolds', lost_seats: 'admin.lostSeats', lost_minor: 'admin.lostMinor',
};

/** The facts behind a figure: what they contribute adds up to it. */
export function FiguresFacts({ as_of }: ReportProps) {
  const t = useT();
  const url = useUrlFilter();
  const trail = useCursorTrail();
  const figure = url.get('figure') || 'seats_sold';
  const filter = { as_of, figure, event_id: url.get('event_id'), from: url.get('from'), to: url.get('to') };
  const facts = useFigureFacts({ ...filter, cursor: trail.cursor });
  const problem = facts.isError ? problemOf(facts.error) : undefined;
  const wrong = (field: string) => problem?.errors.find((error) => error.field === field)?.message;
  const title = t('admin.factsTitle');
  return (
    <>
      <ReportTools action={<CsvButton path="/reports/facts" filter={filter} name={`facts-${figure}`} />}>
        <SelectField label={t('admin.figure')} className="w-52" value={figure} error={wrong('figure')} onChange={({ target }) => url.set('figure', target.value)}>
          {Object.entries(figures).map(([name, text]) => <option key={name} value={name}>{t(text)}</option>)}
        </SelectField>
        <EventPicker className="min-w-48 grow sm:max-w-xs" value={filter.event_id} onChange={(id) => url.set('event_id', id)} none={t('admin.allEvents')} />
        {(['from', 'to'] as const).map((end) => (
          <TextField
            key={end}
            label={t(`admin.${end}`)}
            type="datetime-local"
            className="w-52"
            value={toLocalInput(filter[end] || undefined)}
            error={wrong(end)}
            onChange={({ target }) => url.set(end, fromLocalInput(target.value) ?? '')}
          />
        ))}
      </ReportTools>
      <Loaded of={facts} what={title} failed={t('admin.reportUnshowable')} empty={t('admin.noFacts')}>
        {({ items, next_cursor }) => (
          <>
            <Table
              caption={title}
              columns={[{ title: t('admin.position'), numeric: true }, { title: t('admin.type') }, { title: t('admin.happened') }, { title: t('admin.event') }, { title: t('admin.contribution'), numeric: true }]}
            >
              {items.map((fact) => (
                <tr key={fact.position}>
                  <RowHeading>
                    <Link to={`/admin/audit?after=${fact.position - 1}`} className="text-primary underline">{formatCount(fact.position)}</Link>
                  </RowHeading>
                  <Cell className="font-mono text-xs">{fact.type}</Cell>
                  <Cell className="whitespace-nowrap"><Moment at={fact.happened_at} /></Cell>
                  <Cell className="min-w-44 font-mono text-xs break-all">{fact.event_id}</Cell>
                  <Cell numeric>{formatCount(fact.contribution)}</Cell>
                </tr>
              ))}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </>
  );
}
