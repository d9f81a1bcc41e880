import { useCallback, useMemo, useState } from 'react';
import type { Availability, NotFree } from '@/api/availability';
import type { Event, Section } from '@/api/schema';
import { rowsOf } from '@/api/seat-names';
import type { SaleChange } from '@/api/seats';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { SelectField } from '@/ui/field';
import { spokenMoney } from '@/ui/money';
import { SeatLegend } from '@/ui/seats/seat-legend';
import { SeatPlan } from '@/ui/seats/seat-plan';

export interface OffSaleProps {
  event: Event;
  section: Section;
  seats: Availability;
  busy: boolean;
  onChange: (wish: SaleChange, onDone?: () => void) => void;
}

const choosable: readonly NotFree[] = ['blocked'];

/** Numbered seats: chosen one by one or by the row, then taken off sale or put back. */
export function SeatsOffSale({ event, section, seats: { notFree }, busy, onChange }: OffSaleProps) {
  const t = useT();
  const rows = useMemo(() => rowsOf(section), [section]);
  const [row, setRow] = useState(rows[0]?.label ?? '');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = useCallback((seat: string) => setChosen((before) =>
    (before.includes(seat) ? before.filter((other) => other !== seat) : [...before, seat])), []);

  const isOpen = (seat: string) => !notFree.has(seat) || notFree.get(seat) === 'blocked';
  const chooseRow = () => {
    const seats = rows.find(({ label }) => label === row)?.seats.map(({ id }) => id).filter(isOpen) ?? [];
    setChosen((before) => [...new Set([...before, ...seats])]);
  };
  const onSale = chosen.filter((seat) => !notFree.has(seat));
  const offSale = chosen.filter((seat) => notFree.get(seat) === 'blocked');
  const change = (wish: SaleChange) => onChange(wish, () => setChosen([]));
  return (
    <Panel title={t('admin.seatsIn', { section: section.name })}>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <SelectField label={t('admin.row')} className="w-32" value={row} onChange={(choice) => setRow(choice.target.value)}>
          {rows.map(({ label }) => <option key={label}>{label}</option>)}
        </SelectField>
        <Button onClick={chooseRow}>{t('admin.wholeRow')}</Button>
        <Button look="quiet" aria-disabled={chosen.length === 0} onClick={() => setChosen([])}>{t('admin.chooseNone')}</Button>
      </div>
      <SeatLegend states={['free', 'chosen', 'blocked', 'held', 'booked']} />
      <SeatPlan
        sectionName={section.name}
        price={spokenMoney(section.price_minor, event.currency)}
        rows={rows}
        notFree={notFree}
        chosen={chosen}
        choosable={choosable}
        onToggle={toggle}
      />
      <div className="mt-4 flex flex-wrap gap-3">
        <Button look="primary" busy={busy} aria-disabled={onSale.length === 0} onClick={() => change({ seats: onSale, onSale: false })}>
          {t('admin.takeOffSale', { count: onSale.length })}
        </Button>
        <Button busy={busy} aria-disabled={offSale.length === 0} onClick={() => change({ seats: offSale, onSale: true })}>
          {t('admin.putOnSale', { count: offSale.length })}
        </Button>
      </div>
    </Panel>
  );
}
