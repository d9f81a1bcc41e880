import { useT, type TextKey } from '@/i18n';
import type { UrlFilter } from '@/ui/cursor-trail';
import { classes } from '@/ui/classes';
import { SelectField, TextField } from '@/ui/field';
import { SearchField } from '@/ui/search-field';
import { amountOf } from './amount';
import { soon, type Soon } from './soon';

const spans: [Soon, TextKey][] = [['weekend', 'events.weekend'], ['week', 'events.week'], ['month', 'events.month']];

/** The filters of the list, kept in the address. */
export function EventFilters({ filter }: { filter: UrlFilter }) {
  const t = useT();
  const from = filter.get('from');
  const to = filter.get('to');
  const [least, most] = [amountOf(filter.get('price_from')), amountOf(filter.get('price_to'))];
  const dearer = least !== undefined && most !== undefined && Number(least) > Number(most);
  const reversed = from !== '' && to !== '' && to < from;
  return (
    <div role="search" className="rounded-2xl border border-line bg-surface p-4">
      <div className="grid gap-4 min-[27rem]:grid-cols-2 lg:grid-cols-4">
        <SearchField
          className="min-[27rem]:col-span-2 lg:col-span-3"
          label={t('events.search')}
          value={filter.get('q')}
          onSearch={(text) => filter.set('q', text)}
          placeholder={t('events.searchHint')}
        />
        <SelectField
          className="min-[27rem]:col-span-2 lg:col-span-1"
          label={t('events.show')}
          value={filter.get('status')}
          onChange={(change) => filter.set('status', change.target.value)}
        >
          <option value="">{t('events.upcoming')}</option>
          <option value="past">{t('events.past')}</option>
          <option value="cancelled">{t('events.cancelledOnes')}</option>
        </SelectField>
        <TextField label={t('events.from')} type="date" value={from} onChange={(change) => filter.set('from', change.target.value)} />
        <TextField
          label={t('events.to')}
          type="date"
          value={to}
          error={reversed ? t('events.reversed') : undefined}
          onChange={(change) => filter.set('to', change.target.value)}
        />
        <div className="grid grid-cols-2 gap-4 min-[27rem]:col-span-2">
          <PriceField filter={filter} name="price_from" label={t('events.priceFrom')} error={undefined} />
          <PriceField filter={filter} name="price_to" label={t('events.priceTo')} error={dearer ? t('events.dearer') : undefined} />
        </div>
      </div>
      {filter.get('status') === '' && <Spans filter={filter} />}
    </div>
  );
}

interface PriceFieldProps {
  filter: UrlFilter;
  name: 'price_from' | 'price_to';
  label: string;
  error: string | undefined;
}

function PriceField({ filter, name, label, error }: PriceFieldProps) {
  const t = useT();
  const text = filter.get(name);
  const bad = text !== '' && amountOf(text) === undefined;
  return <SearchField amount label={label} value={text} error={bad ? t('events.badPrice') : error} onSearch={(next) => filter.set(name, next)} />;
}

/** The days that most people look for, in one click; the same click again takes the filter off. */
function Spans({ filter }: { filter: UrlFilter }) {
  const t = useT();
  const today = new Date();
  return (
    <div role="group" aria-label={t('events.days')} className="mt-4 flex flex-wrap gap-2">
      {spans.map(([span, text]) => {
        const { from, to } = soon(span, today);
        const chosen = filter.get('from') === from && filter.get('to') === to;
        return (
          <button
            key={span}
            type="button"
            aria-pressed={chosen}
            onClick={() => filter.setAll(chosen ? { from: '', to: '' } : { from, to })}
            className={classes(
              'min-h-9 rounded-full border px-3 py-1 text-sm font-semibold',
              chosen ? 'border-transparent bg-primary text-on-primary' : 'border-line-strong bg-surface hover:bg-primary-soft',
            )}
          >
            {t(text)}
          </button>
        );
      })}
    </div>
  );
}
