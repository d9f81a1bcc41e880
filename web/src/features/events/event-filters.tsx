import { useT } from '@/i18n';
import { SelectField, TextField } from '@/ui/field';
import { SearchField } from '@/ui/search-field';
import type { useUrlFilter } from '@/ui/cursor-trail';

/** The filters of the list, kept in the address. */
export function EventFilters({ filter }: { filter: ReturnType<typeof useUrlFilter> }) {
  const t = useT();
  const from = filter.get('from');
  const to = filter.get('to');
  const reversed = from !== '' && to !== '' && to < from;
  return (
    <div role="search" className="grid grid-cols-2 gap-4 rounded-2xl border border-line bg-surface p-4 lg:grid-cols-[2fr_1fr_1fr_1fr]">
      <SearchField className="col-span-2 lg:col-span-1" label={t('events.search')} value={filter.get('q')} onSearch={(text) => filter.set('q', text)} placeholder={t('events.searchHint')} />
      <TextField label={t('events.from')} type="date" value={from} onChange={(change) => filter.set('from', change.target.value)} />
      <TextField
        label={t('events.to')}
        type="date"
        value={to}
        error={reversed ? t('events.reversed') : undefined}
        onChange={(change) => filter.set('to', change.target.value)}
      />
      <SelectField className="col-span-2 lg:col-span-1" label={t('events.show')} value={filter.get('status')} onChange={(change) => filter.set('status', change.target.value)}>
        <option value="">{t('events.upcoming')}</option>
        <option value="past">{t('events.past')}</option>
        <option value="cancelled">{t('events.cancelledOnes')}</option>
      </SelectField>
    </div>
  );
}
