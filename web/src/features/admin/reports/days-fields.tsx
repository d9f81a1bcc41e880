import type { ApiProblem } from '@/api/problem';
import { useT } from '@/i18n';
import { useUrlFilter } from '@/ui/cursor-trail';
import { SelectField, TextField } from '@/ui/field';
import { EventPicker } from '@/features/admin/event-picker';
import type { Days } from './days';

/** Asks for the days, the event, and whether hours or days are counted. What the server finds wrong stands at the field. */
export function DaysFields({ days, problem }: { days: Days; problem: ApiProblem | undefined }) {
  const t = useT();
  const url = useUrlFilter();
  const wrong = (field: string) => problem?.errors.find((error) => error.field === field)?.message;
  return (
    <>
      <EventPicker className="min-w-48 grow sm:max-w-xs" value={url.get('event_id')} onChange={(id) => url.set('event_id', id)} none={t('admin.allEvents')} />
      <TextField label={t('admin.from')} type="date" className="w-40" value={days.firstDay} error={wrong('from')} onChange={({ target }) => url.set('first', target.value)} />
      <TextField label={t('admin.to')} type="date" className="w-40" value={days.lastDay} error={wrong('to')} onChange={({ target }) => url.set('last', target.value)} />
      <SelectField label={t('admin.by')} className="w-32" value={days.bucket} onChange={({ target }) => url.set('bucket', target.value)}>
        <option value="day">{t('admin.day')}</option>
        <option value="hour">{t('admin.hour')}</option>
      </SelectField>
    </>
  );
}
