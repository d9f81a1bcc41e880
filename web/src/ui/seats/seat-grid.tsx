import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useT } from '@/i18n';
import { sidewards } from './sidewards';
import type { PlanRow } from './plan-rows';
import type { NotFree, NotFreeSeats } from './seat-look';
import { rowStates, SeatRow } from './seat-row';

export interface SeatGridProps {
  sectionName: string;
  price: string;
  rows: readonly PlanRow[];
  notFree: NotFreeSeats;
  chosen: readonly string[];
  chosenWord?: string;
  choosable?: readonly NotFree[];
  onToggle: ((seat: string) => void) | undefined;
}

const none: readonly NotFree[] = [];

/**
 * The seats of some rows. The Tab key stops once, not at every one of a thousand seats; from there the arrow
 * keys walk from seat to seat and from row to row.
 */
export function SeatGrid({ sectionName, price, rows, notFree, chosen, chosenWord, choosable = none, onToggle }: SeatGridProps) {
  const t = useT();
  const grid = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState({ row: 0, seat: 0 });
  const chosenSeats = useMemo(() => new Set(chosen), [chosen]);

  const walk = (key: KeyboardEvent) => {
    const forward = sidewards();
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [0, -forward], ArrowRight: [0, forward], ArrowUp: [-1, 0], ArrowDown: [1, 0],
    };
    const step = steps[key.key];
    if (!step) return;
    key.preventDefault();
    const row = Math.min(Math.max(stop.row + step[0], 0), rows.length - 1);
    const seats = rows[row]?.seats.length ?? 1;
    const seat = Math.min(Math.max(stop.seat + step[1], 0), seats - 1);
    grid.current?.querySelector<HTMLElement>(`[data-row="${row}"][data-seat="${seat}"]`)?.focus();
  };

  return (
    <>
      <p className="mb-3 text-sm text-muted">{t('seats.gridHint')}</p>
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the seats inside are buttons; this only moves the focus between them */}
      <div ref={grid} onKeyDown={walk} className="-mx-2 overflow-x-auto px-2 pb-3">
        <div className="flex w-max flex-col gap-1">
          {rows.map((row, index) => (
            <SeatRow
              key={row.label}
              index={index}
              row={row}
              sectionName={sectionName}
              price={price}
              written={rowStates(row, notFree, chosenSeats)}
              chosenWord={chosenWord}
              choosable={choosable}
              stop={stop.row === index ? stop.seat : -1}
              onStop={setStop}
              onToggle={onToggle}
            />
          ))}
        </div>
      </div>
    </>
  );
}
