import { useId, useState } from 'react';
import { useT, type TextKey } from '@/i18n';
import type { UrlFilter } from '@/ui/cursor-trail';
import { Button } from '@/ui/button';
import { classes } from '@/ui/classes';
import { SelectField, TextField } from '@/ui/field';
import { SearchField } from '@/ui/search-field';
import { amountOf } from './amount';
import { soon, type Soon } from './soon';

const spans: [Soon, TextKey][] = [['weekend', 'events.weekend'], ['week', 'events.week'], ['month', 'events.month']];

const besideWords = ['status', 'from', 'to', 'price_from', 'price_to'];

/** The filters of the list, kept in the address. On a phone all but the words are shown when they are asked for, or wrong. */
export function EventFilters({ filter }: { filter: UrlFilter }) {
  const t = useT();
  const id = useId();
  const [open, setOpen] = useState(false);
  const from = filter.get('from');
  const to = filter.get('to');
  const [least, most] = [amountOf(filter.get('price_from')), amountOf(filter.get('price_to'))];
  const dearer = least !== undefined && most !== undefined && Number(least) > Number(most);
  const reversed = from !== '' && to !== '' && to < from;
  const set = besideWords.filter((name) => filter.get(name) !== '').length;
  const shown = open || dearer || reversed || isBad(filter, 'price_from') || isBad(filter, 'price_to');
  return (
    <div role="search" className="rounded-2xl border border-line bg-surface p-4">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <div className="flex items-end gap-3 sm:col-span-2 lg:col-span-3">
          <SearchField
            className="grow"
            label={t('events.search')}
            value={filter.get('q')}
            onSearch={(text) => filter.set('q', text)}
            placeholder={t('events.searchHint')}
          />
          <Button className="sm:hidden" aria-expanded={shown} aria-controls={id} onClick={() => setOpen(!shown)}>
            {set === 0 ? t('events.filters') : t('events.filtersSet', { count: set })}
          </Button>
        </div>
        <div id={id} className={shown ? 'contents' : 'hidden sm:contents'}>
          <SelectField
            className="sm:col-span-2 lg:col-span-1"
            label={t('events.show')}
            value={filter.get('status')}
            onChange={(change) => filter.set('status', change.target.value)}
          >
            <option value="">{t('events.upcoming')}</option>
            <option value="past">{t('events.past')}</option>
            <option value="cancelled">{t('events.cancelledOnes')}</option>
          </SelectField>
          <div className="grid grid-cols-2 gap-4 sm:col-span-2">
            <TextField label={t('events.from')} type="date" value={from} onChange={(change) => filter.set('from', change.target.value)} />
            <TextField
              label={t('events.to')}
              type="date"
              value={to}
              error={reversed ? t('events.reversed') : undefined}
              onChange={(change) => filter.set('to', change.target.value)}
            />
          </div>
          <div className="grid grid-cols-2 gap-4 sm:col-span-2">
            <PriceField filter={filter} name="price_from" label={t('events.priceFrom')} error={undefined} />
            <PriceField filter={filter} name="price_to" label={t('events.priceTo')} error={dearer ? t('events.dearer') : undefined} />
          </div>
          {filter.get('status') === '' && <Spans filter={filter} />}
        </div>
      </div>
    </div>
  );
}

type Price = 'price_from' | 'price_to';

const isBad = (filter: UrlFilter, name: Price) => filter.get(name) !== '' && amountOf(filter.get(name)) === undefined;

interface PriceFieldProps {
  filter: UrlFilter;
  name: Price;
  label: string;
  error: string | undefined;
}

function PriceField({ filter, name, label, error }: PriceFieldProps) {
  const t = useT();
  return <SearchField amount label={label} value={filter.get(name)} error={isBad(filter, name) ? t('events.badPrice') : error} onSearch={(next) => filter.set(name, next)} />;
}

/** The days that most people look for, in one click; the same click again takes the filter off. */
function Spans({ filter }: { filter: UrlFilter }) {
  const t = useT();
  const today = new Date();
  return (
    <div role="group" aria-label={t('events.days')} className="flex flex-wrap gap-2 sm:col-span-2 lg:col-span-4">
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
