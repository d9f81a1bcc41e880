import { SelectField, TextField } from '@/ui/field';
import { SearchField } from '@/ui/search-field';
import type { useUrlFilter } from '@/ui/cursor-trail';

/** The filters of the list, kept in the address. */
export function EventFilters({ filter }: { filter: ReturnType<typeof useUrlFilter> }) {
  const from = filter.get('from');
  const to = filter.get('to');
  const reversed = from !== '' && to !== '' && to < from;
  return (
    <div role="search" className="grid grid-cols-2 gap-4 rounded-2xl border border-line bg-surface p-4 lg:grid-cols-[2fr_1fr_1fr_1fr]">
      <SearchField className="col-span-2 lg:col-span-1" label="Search" value={filter.get('q')} onSearch={(text) => filter.set('q', text)} placeholder="Name or place" />
      <TextField label="From" type="date" value={from} onChange={(change) => filter.set('from', change.target.value)} />
      <TextField
        label="To"
        type="date"
        value={to}
        error={reversed ? 'This day is before the first one.' : undefined}
        onChange={(change) => filter.set('to', change.target.value)}
      />
      <SelectField className="col-span-2 lg:col-span-1" label="Show" value={filter.get('status')} onChange={(change) => filter.set('status', change.target.value)}>
        <option value="">Coming up</option>
        <option value="past">Past</option>
        <option value="cancelled">Cancelled</option>
      </SelectField>
    </div>
  );
}
