import { memo } from 'react';
import { useT } from '@/i18n';
import type { PlanRow } from './plan-rows';
import { seatLook, seatWords, type NotFree, type SeatState } from './seat-look';

/** One letter a seat, so that a row is drawn again only when one of its own seats changed. */
const letters: Record<SeatState, string> = { free: 'f', chosen: 'c', held: 'h', booked: 'b', blocked: 'x' };
const states = new Map(Object.entries(letters).map(([state, letter]) => [letter, state as SeatState]));

/** A chosen seat that is not free is written large: as chosen, but with the reason that it is not free. */
export function rowStates(row: PlanRow, notFree: ReadonlyMap<string, NotFree>, chosen: ReadonlySet<string>): string {
  return row.seats.map(({ id }) => {
    const reason = notFree.get(id);
    if (!chosen.has(id)) return letters[reason ?? 'free'];
    return reason === undefined ? letters.chosen : letters[reason].toUpperCase();
  }).join('');
}

interface SeatRowProps {
  index: number;
  row: PlanRow;
  /** What goes before and after the seat in its name: the section, and the price. */
  sectionName: string;
  price: string;
  /** The states of the seats, as `rowStates` writes them. */
  written: string;
  /** What "chosen" is called on this page, where it is called something else. */
  chosenWord: string | undefined;
  /** The reasons in spite of which a seat can be chosen here. */
  choosable: readonly NotFree[];
  /** The seat at which the Tab key stops, -1 if in another row. */
  stop: number;
  onStop: (stop: { row: number; seat: number }) => void;
  /** Missing when there is nothing to choose now. */
  onToggle: ((seat: string) => void) | undefined;
}

export const SeatRow = memo(function SeatRow(props: SeatRowProps) {
  const { index, row, sectionName, price, written, choosable, stop, onStop, onToggle } = props;
  const t = useT();
  const chosenWord = props.chosenWord ?? t(seatWords.chosen);
  return (
    <div role="group" aria-label={t('seats.rowName', { row: row.label })} className="flex items-center gap-1">
      <span aria-hidden="true" className="sticky start-0 z-10 w-8 shrink-0 bg-surface text-center text-sm font-bold">{row.label}</span>
      {row.seats.map(({ id, name }, at) => {
        const letter = written.charAt(at);
        const found = states.get(letter.toLowerCase()) ?? 'free';
        const chosen = found === 'chosen' || letter !== letter.toLowerCase();
        const reason = found === 'free' || found === 'chosen' ? undefined : found;
        const kept = reason !== undefined && choosable.includes(reason);
        const both = () => t('seats.bothStates', { one: t(seatWords[reason ?? 'free']), other: chosenWord });
        const word = chosen ? (kept ? both() : chosenWord) : t(seatWords[found]);
        // A chosen seat that somebody else took meanwhile can still be let go.
        const closed = !onToggle || (reason !== undefined && !chosen && !kept);
        return (
          <button
            key={id}
            type="button"
            data-row={index}
            data-seat={at}
            tabIndex={stop === at ? 0 : -1}
            aria-label={t('seats.seatIs', { seat: t('shell.seatName', { section: sectionName, row: row.label, seat: name }), price, state: word })}
            aria-pressed={chosen}
            aria-disabled={closed || undefined}
            onFocus={() => onStop({ row: index, seat: at })}
            onClick={() => {
              if (!closed) onToggle(id);
            }}
            className={seatLook(chosen ? 'chosen' : found)}
          >
            {name}
          </button>
        );
      })}
    </div>
  );
});
