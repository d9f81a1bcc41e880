import { useMemo } from 'react';
import type { NotFree } from '@/api/availability';
import type { Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Notice } from '@/ui/notice';
import { nearestFree } from './nearest-free';
import { lostWords } from './lost-words';

interface LostSeatsProps {
  event: Event;
  seats: readonly string[];
  notFree: ReadonlyMap<string, NotFree>;
  onChange: (seats: readonly string[]) => void;
}

/** Explains which of the chosen seats are no longer free and why, and offers what can be done about it. */
export function LostSeats({ event, seats, notFree, onChange }: LostSeatsProps) {
  const t = useT();
  const lost = seats.filter((seat) => notFree.has(seat));
  const instead = useMemo(() => nearestFree(event, seats, notFree), [event, seats, notFree]);
  if (lost.length === 0) return null;
  return (
    <Notice kind="problem" title={t('seats.lostTitle', { count: lost.length })}>
      <ul className="list-inside list-disc">
        {lost.map((seat) => <li key={seat}>{t('seats.seatAndReason', { seat: describeSeat(event, seat), reason: t(lostWords[notFree.get(seat) ?? 'held']) })}</li>)}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        {instead && <Button size="small" look="primary" onClick={() => onChange(instead)}>{t('seats.takeNearest', { count: lost.length })}</Button>}
        <Button size="small" onClick={() => onChange(seats.filter((seat) => !notFree.has(seat)))}>{t('seats.removeLost', { count: lost.length })}</Button>
      </div>
    </Notice>
  );
}
