import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { NotFree } from '@/api/availability';
import type { Event, Section } from '@/api/schema';
import { rowsOf } from '@/api/seat-names';
import { useT } from '@/i18n';
import { Panel } from '@/ui/card';
import { SelectField } from '@/ui/field';
import { spokenMoney } from '@/ui/money';
import { sidewards } from '@/ui/seats/sidewards';
import { rowStates, SeatRow } from '@/ui/seats/seat-row';
import type { PlanRow } from '@/ui/seats/plan-rows';

interface RowStepsProps {
  event: Event;
  section: Section;
  notFree: ReadonlyMap<string, NotFree>;
  chosen: readonly string[];
  /** The chosen seats are held: they are shown, and nothing can be chosen. */
  held: boolean;
  /** The label of the row that is shown; unless it is known, one is found. */
  row: string | undefined;
  onRow: (label: string) => void;
  onToggle: (seat: string) => void;
}

const freeIn = (row: PlanRow, notFree: ReadonlyMap<string, NotFree>) => row.seats.filter(({ id }) => !notFree.has(id)).length;

/** Where the chosen seats are, else where the first free seat is. */
function rowToShow(rows: readonly PlanRow[], notFree: ReadonlyMap<string, NotFree>, chosen: readonly string[]): number {
  const mine = rows.findIndex(({ seats }) => seats.some(({ id }) => chosen.includes(id)));
  return mine >= 0 ? mine : Math.max(rows.findIndex((row) => freeIn(row, notFree) > 0), 0);
}

/** The seats of a section by steps: the row, then the seat. The Tab key stops once in the row; arrows walk on. */
export function RowSteps({ event, section, notFree, chosen, held, row, onRow, onToggle }: RowStepsProps) {
  const t = useT();
  const rows = useMemo(() => rowsOf(section), [section]);
  const [first] = useState(() => rowToShow(rows, notFree, chosen));
  const index = Math.max(row === undefined ? first : rows.findIndex(({ label }) => label === row), 0);
  const shown = rows[index];
  const [at, setAt] = useState(0);
  const strip = useRef<HTMLDivElement>(null);
  const walked = useRef(false);
  const stop = Math.min(at, (shown?.seats.length ?? 1) - 1);

  useEffect(() => {
    if (!walked.current) return;
    walked.current = false;
    strip.current?.querySelector<HTMLElement>(`[data-seat="${stop}"]`)?.focus();
  }, [index, stop]);

  const walk = (key: KeyboardEvent) => {
    const { length } = shown?.seats ?? [];
    const forward = sidewards();
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [0, -forward], ArrowRight: [0, forward], ArrowUp: [-1, 0], ArrowDown: [1, 0],
      Home: [0, -length], End: [0, length],
    };
    const [toRow, toSeat] = steps[key.key] ?? [0, 0];
    if (toRow === 0 && toSeat === 0) return;
    key.preventDefault();
    const next = rows[index + toRow];
    if (toRow !== 0 && !next) return;
    walked.current = true;
    setAt(Math.min(Math.max(stop + toSeat, 0), length - 1));
    if (toRow !== 0 && next) onRow(next.label);
  };

  return (
    <Panel title={t('seats.seatsIn', { section: section.name })}>
      <SelectField label={t('seats.row')} className="mb-4 max-w-xs" value={shown?.label ?? ''} onChange={(change) => onRow(change.target.value)}>
        {rows.map((one) => (
          <option key={one.label} value={one.label}>{t('seats.rowOption', { row: one.label, free: freeIn(one, notFree), seats: one.seats.length })}</option>
        ))}
      </SelectField>
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the seats inside are buttons; this only moves the focus between them */}
      <div ref={strip} onKeyDown={walk} className="-mx-2 overflow-x-auto p-2">
        {shown && (
          <SeatRow
            key={shown.label}
            index={index}
            row={shown}
            sectionName={section.name}
            price={spokenMoney(section.price_minor, event.currency)}
            written={rowStates(shown, notFree, new Set(chosen))}
            chosenWord={held ? t('seats.heldForYou') : undefined}
            choosable={[]}
            stop={stop}
            onStop={({ seat }) => setAt(seat)}
            onToggle={held ? undefined : onToggle}
          />
        )}
      </div>
      <p className="mt-1 text-sm text-muted">{t('seats.rowHint')}</p>
    </Panel>
  );
}
