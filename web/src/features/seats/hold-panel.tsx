import { useId, type Ref } from 'react';
import { useExtendHold } from '@/api/holds';
import { problemOf, type ApiProblem } from '@/api/problem';
import type { Event, Hold } from '@/api/schema';
import { describeSeat, sectionOfSeat } from '@/api/seat-names';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { formatTime } from '@/ui/dates';
import { formatMoney } from '@/ui/money';
import { counted } from '@/ui/numbers';
import { Countdown } from './countdown';
import { Refusal } from './refusal';

interface HoldPanelProps {
  event: Event;
  hold: Hold;
  /** The time is up by this clock; whether it really is, is being asked. */
  timeUp: boolean;
  busy: 'booking' | 'releasing' | undefined;
  refusal: { wish: 'booked' | 'released'; problem: ApiProblem } | undefined;
  onBook: () => void;
  onRelease: () => void;
  ref: Ref<HTMLElement>;
}

/** The seats that are held, how long they still are, and what can be done with them. */
export function HoldPanel({ event, hold, timeUp, busy, refusal, onBook, onRelease, ref }: HoldPanelProps) {
  const extend = useExtendHold(hold);
  const explanation = useId();
  const atCap = extend.isError && problemOf(extend.error).slug === 'hold-cap-reached';
  const numbered = hold.seats.some(({ seat }) => sectionOfSeat(event, seat)?.kind === 'reserved');
  const count = counted(hold.seats.length, numbered ? 'seat' : 'place');
  return (
    <Panel title="Held for you" ref={ref} aside={<Countdown until={hold.expires_at} className="text-2xl" />}>
      <div className="flex flex-col gap-4">
        {refusal && <Refusal event={event} problem={refusal.problem} wish={refusal.wish} />}
        {extend.isError && !atCap && <Refusal event={event} problem={problemOf(extend.error)} wish="extended" />}
        {/* Room for the longest sentence, so that another one moves nothing. */}
        <p role="status" id={explanation} className="min-h-15 text-sm text-muted">
          {timeUp ? 'The time is up. Asking what became of your seats…' : (
            <>
              {atCap && 'Seats cannot be held any longer than this. '}
              {extend.isSuccess && 'You have more time. '}
              Nobody else can take them until {formatTime(hold.expires_at)}. Book them before then.
            </>
          )}
        </p>
        <ul aria-label="Held seats" className="flex max-h-72 flex-col gap-1 overflow-y-auto text-sm">
          {hold.seats.map(({ seat, price_minor }) => (
            <li key={seat} className="flex items-baseline justify-between gap-2">
              <span>{describeSeat(event, seat)}</span>
              <span className="tabular-nums">{formatMoney(price_minor, hold.currency)}</span>
            </li>
          ))}
        </ul>
        <p className="flex flex-wrap items-baseline justify-between gap-2 border-t border-line pt-4">
          <span className="font-semibold">Total</span>
          <span className="text-xl font-bold tabular-nums">{formatMoney(hold.total_minor, hold.currency)}</span>
        </p>
        <Button look="primary" busy={busy === 'booking' || timeUp} onClick={onBook}>Book {count}</Button>
        <div className="flex flex-wrap gap-3">
          <Button
            className="grow"
            busy={extend.isPending}
            aria-describedby={explanation}
            aria-disabled={atCap || timeUp}
            onClick={() => extend.mutate()}
          >
            More time
          </Button>
          <Button className="grow" busy={busy === 'releasing'} onClick={onRelease}>Release</Button>
        </div>
      </div>
    </Panel>
  );
}
