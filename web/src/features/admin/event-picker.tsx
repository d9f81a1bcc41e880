import { useState } from 'react';
import { useEvents } from '@/api/events';
import { useEventReports } from '@/api/reports';
import { useT } from '@/i18n';
import { SelectField } from '@/ui/field';
import { SearchField } from '@/ui/search-field';

interface EventPickerProps {
  value: string;
  onChange: (id: string) => void;
  /** What it is called when no event is chosen. */
  none: string;
  className?: string;
}

/** Chooses one of all events; where there are too many for a list, by words of its name first. */
export function EventPicker({ value, onChange, none, className }: EventPickerProps) {
  const t = useT();
  const [q, setQ] = useState('');
  const events = useEvents({ status: 'all', q, limit: 100 });
  const found = events.data?.items ?? [];
  const missing = value !== '' && events.data !== undefined && !found.some(({ id }) => id === value);
  // An event that was chosen before stays in the list, whatever is searched for.
  const chosen = useEventReports({ event_id: value }, missing).data?.items[0];
  const many = q !== '' || Boolean(events.data?.next_cursor);
  return (
    <div className={className}>
      {many && <SearchField className="mb-2" label={t('admin.findEvent')} value={q} onSearch={setQ} />}
      <SelectField label={t('admin.event')} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{none}</option>
        {missing && <option value={value}>{chosen?.name ?? value}</option>}
        {found.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </SelectField>
    </div>
  );
}
