import { memo } from 'react';
import { seatId, type PlanRow, type Unavailability } from './plan';
import { seatLook } from './seat-look';

interface SeatRowProps {
  index: number;
  sectionId: string;
  sectionName: string;
  price: string;
  row: PlanRow;
  unavailable: Unavailability;
  /** The chosen seats of this row, as one text, so that a row none of whose seats changed is not drawn again. */
  chosen: string;
  /** The seat at which the Tab key stops, -1 if in another row. */
  stop: number;
  onStop: (stop: { row: number; seat: number }) => void;
  onToggle: (seat: string) => void;
}

export const SeatRow = memo(function SeatRow(props: SeatRowProps) {
  const { index, sectionId, sectionName, price, row, unavailable, stop, onStop, onToggle } = props;
  const chosen = new Set(props.chosen.split(' '));
  return (
    <div role="group" aria-label={`Row ${row.label}`} className="flex items-center gap-1">
      <span aria-hidden="true" className="sticky left-0 z-10 w-8 shrink-0 bg-surface text-center text-sm font-bold">{row.label}</span>
      {row.seats.map((name, at) => {
        const seat = seatId(sectionId, row.label, name);
        const reason = unavailable.get(seat);
        const state = chosen.has(seat) ? 'chosen' : (reason ?? 'free');
        // A chosen seat that somebody else took meanwhile can still be let go.
        const closed = reason !== undefined && state !== 'chosen';
        return (
          <button
            key={name}
            type="button"
            data-row={index}
            data-seat={at}
            tabIndex={stop === at ? 0 : -1}
            aria-label={`${sectionName}, row ${row.label}, seat ${name}, ${price}, ${state}`}
            aria-pressed={state === 'chosen'}
            aria-disabled={closed || undefined}
            onFocus={() => onStop({ row: index, seat: at })}
            onClick={() => {
              if (!closed) onToggle(seat);
            }}
            className={seatLook(state)}
          >
            {name}
          </button>
        );
      })}
    </div>
  );
});
