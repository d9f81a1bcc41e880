import { Link } from 'react-router';
import { useRefusals } from '@/api/audit';
import { problemOf } from '@/api/problem';
import type { Refusal } from '@/api/schema';
import { useT } from '@/i18n';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { Pager } from '@/ui/pager';
import { Cell, RowHeading, Table } from '@/ui/table';
import { EventPicker } from '@/features/admin/event-picker';
import { Loaded } from '@/features/admin/loaded';
import { IdField } from './id-field';
import { RefusalReason, refusalReasons } from './refusal-reason';

/** Who wanted seats and did not get them. */
export function Refusals() {
  const t = useT();
  const url = useUrlFilter();
  const trail = useCursorTrail();
  const filter = { event_id: url.get('event_id'), user_id: url.get('user_id'), reason: url.get('reason') };
  const refusals = useRefusals({ ...filter, cursor: trail.cursor });
  const problem = refusals.isError ? problemOf(refusals.error) : undefined;
  const title = t('admin.refusals');
  return (
    <>
      <p className="mb-4 max-w-3xl text-muted">{t('admin.refusalsText')}</p>
      <div role="search" className="mb-4 grid grid-cols-1 items-start gap-4 sm:grid-cols-3">
        <EventPicker value={filter.event_id} onChange={(id) => url.set('event_id', id)} none={t('admin.allEvents')} />
        <SelectField label={t('admin.reason')} value={filter.reason} onChange={({ target }) => url.set('reason', target.value)}>
          <option value="">{t('admin.all')}</option>
          {refusalReasons.map(([reason, text]) => <option key={reason} value={reason}>{t(text)}</option>)}
        </SelectField>
        <IdField
          label={t('admin.userId')}
          value={filter.user_id}
          error={problem?.errors.find(({ field }) => field === 'user_id')?.message}
          onChange={(id) => url.set('user_id', id)}
        />
      </div>
      <Loaded of={refusals} what={title} failed={t('admin.refusalsUnshowable')} empty={t('admin.noRefusals')}>
        {({ items, next_cursor }) => (
          <>
            <Table caption={title} columns={[{ title: t('admin.when') }, { title: t('admin.reason') }, { title: t('admin.wanted') }, { title: t('admin.user') }, { title: t('admin.event') }]}>
              {items.map((refusal) => <RefusalRow key={`${refusal.at} ${refusal.user_id} ${wantedOf(refusal)}`} refusal={refusal} />)}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** Seats by their names, or what else tells one wish from another. */
function wantedOf({ seats, section, quantity, hold_id }: Refusal): string {
  return seats ? seats.join(', ') : `${quantity ?? ''} ${section ?? ''} ${hold_id ?? ''}`.trim();
}

function RefusalRow({ refusal }: { refusal: Refusal }) {
  const t = useT();
  const { seats, section, quantity, hold_id, event_id, user_id } = refusal;
  return (
    <tr>
      <RowHeading><span className="font-normal whitespace-nowrap"><Moment at={refusal.at} /></span></RowHeading>
      <Cell><RefusalReason reason={refusal.reason} /></Cell>
      <Cell>
        {seats && seats.join(', ')}
        {quantity != null && (section ? t('admin.bestOfSection', { count: quantity, section }) : t('admin.bestOfAll', { count: quantity }))}
        {hold_id && t('admin.seatsOfHold')}
      </Cell>
      <Cell className="min-w-44 font-mono text-xs">
        <Link to={`?user_id=${user_id}`} aria-label={t('admin.refusalsOf', { id: user_id })} className="break-all text-primary underline">{user_id}</Link>
      </Cell>
      <Cell className="min-w-44 font-mono text-xs">
        <Link to={`?event_id=${event_id}`} aria-label={t('admin.refusalsOf', { id: event_id })} className="break-all text-primary underline">{event_id}</Link>
      </Cell>
    </tr>
  );
}
