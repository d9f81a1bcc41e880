import { useState } from 'react';
import { useUsers } from '@/api/accounts';
import { useUserHistory } from '@/api/reports';
import { useT } from '@/i18n';
import { useCursorTrail, useUrlFilter } from '@/ui/cursor-trail';
import { SelectField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { formatMoney } from '@/ui/money';
import { Pager } from '@/ui/pager';
import { SearchField } from '@/ui/search-field';
import { EmptyState } from '@/ui/states';
import { Cell, RowHeading, Table } from '@/ui/table';
import { BookingBadge } from '@/features/admin/booking-badge';
import { Loaded } from '@/features/admin/loaded';
import { CsvButton } from './csv-button';
import { ReportTools } from './report-tools';
import type { ReportProps } from './reports-page';

/** All that a user had booked by then, and what had become of it. */
export function UserReport({ as_of }: ReportProps) {
  const t = useT();
  const url = useUrlFilter();
  const trail = useCursorTrail();
  const id = url.get('user_id');
  const history = useUserHistory(id, { as_of, cursor: trail.cursor });
  const title = t('admin.userHistory');
  return (
    <>
      <ReportTools action={id !== '' && <CsvButton path={`/reports/users/${encodeURIComponent(id)}/bookings`} filter={{ as_of }} name="user-bookings" />}>
        <UserPicker value={id} onChange={(next) => url.set('user_id', next)} />
      </ReportTools>
      {id === '' && <EmptyState title={t('admin.noUserChosen')} />}
      {id !== '' && (
        <Loaded of={history} what={title} failed={t('admin.reportUnshowable')} empty={t('admin.nothingBooked')}>
          {({ items, next_cursor }) => (
            <>
              <Table
                caption={title}
                columns={[{ title: t('admin.reference') }, { title: t('admin.event') }, { title: t('admin.booked') }, { title: t('admin.seats') }, { title: t('admin.total'), numeric: true }, { title: t('admin.status') }]}
              >
                {items.map((booking) => (
                  <tr key={booking.id}>
                    <RowHeading><span className="font-mono">{booking.reference}</span></RowHeading>
                    <Cell className="min-w-40"><bdi className="wrap-anywhere">{booking.event_name}</bdi></Cell>
                    <Cell className="whitespace-nowrap"><Moment at={booking.booked_at} /></Cell>
                    <Cell>{booking.seats.map(({ seat }) => seat).join(', ')}</Cell>
                    <Cell numeric className="whitespace-nowrap">{formatMoney(booking.total_minor, booking.currency)}</Cell>
                    <Cell><BookingBadge status={booking.status} /></Cell>
                  </tr>
                ))}
              </Table>
              <Pager trail={trail} nextCursor={next_cursor} of={title} />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}

function UserPicker({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const t = useT();
  const [q, setQ] = useState('');
  const found = useUsers({ q }).data?.items ?? [];
  return (
    <>
      <SearchField className="min-w-48 grow sm:max-w-xs" label={t('admin.findUser')} placeholder={t('admin.nameOrEmail')} value={q} onSearch={setQ} />
      <SelectField label={t('admin.user')} className="min-w-64 grow sm:max-w-md" value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{t('admin.chooseUser')}</option>
        {value !== '' && !found.some(({ id }) => id === value) && <option value={value}>{value}</option>}
        {found.map(({ id, name, email }) => <option key={id} value={id}>{`${name} (${email})`}</option>)}
      </SelectField>
    </>
  );
}
