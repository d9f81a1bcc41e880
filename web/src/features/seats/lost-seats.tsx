import { useMemo } from 'react';
import type { NotFree } from '@/api/availability';
import type { Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { Button } from '@/ui/button';
import { Notice } from '@/ui/notice';
import { nearestFree } from './nearest-free';
import { words } from './words';

interface LostSeatsProps {
  event: Event;
  seats: readonly string[];
  notFree: ReadonlyMap<string, NotFree>;
  onChange: (seats: readonly string[]) => void;
}

/** Explains which of the chosen seats are no longer free and why, and offers what can be done about it. */
export function LostSeats({ event, seats, notFree, onChange }: LostSeatsProps) {
  const lost = seats.filter((seat) => notFree.has(seat));
  const instead = useMemo(() => nearestFree(event, seats, notFree), [event, seats, notFree]);
  if (lost.length === 0) return null;
  return (
    <Notice kind="problem" title={words.lost.title(lost.length)}>
      <ul className="list-inside list-disc">
        {lost.map((seat) => <li key={seat}>{describeSeat(event, seat)}: {words.lost[notFree.get(seat) ?? 'held']}</li>)}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        {instead && <Button size="small" look="primary" onClick={() => onChange(instead)}>{words.lost.nearest(lost.length)}</Button>}
        <Button size="small" onClick={() => onChange(seats.filter((seat) => !notFree.has(seat)))}>{words.lost.remove(lost.length)}</Button>
      </div>
    </Notice>
  );
}
