import { useId, type Ref } from 'react';
import type { NotFree } from '@/api/availability';
import { problemOf, type ApiProblem } from '@/api/problem';
import type { Event, Hold } from '@/api/schema';
import { describeSeat, sectionOfSeat } from '@/api/seat-names';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { formatTime } from '@/ui/dates';
import { formatMoney } from '@/ui/money';
import type { Checkout } from './checkout';
import { Countdown } from './countdown';
import { useMoreTime } from './more-time';
import { Refusal } from './refusal';

interface HoldPanelProps {
  event: Event;
  hold: Hold;
  /** The time is up by this clock; whether it really is, is being asked. */
  timeUp: boolean;
  busy: Checkout['busy'];
  refusal: { wish: 'booked' | 'released'; problem: ApiProblem } | undefined;
  notFree: ReadonlyMap<string, NotFree>;
  onBook: () => void;
  onRelease: () => void;
  ref: Ref<HTMLElement>;
}

/** The seats that are held, how long they still are, and what can be done with them. */
export function HoldPanel({ event, hold, timeUp, busy, refusal, notFree, onBook, onRelease, ref }: HoldPanelProps) {
  const t = useT();
  const { extend, more, atCap, said } = useMoreTime(hold);
  const explanation = useId();
  const numbered = hold.seats.some(({ seat }) => sectionOfSeat(event, seat)?.kind === 'reserved');
  const count = hold.seats.length;
  return (
    <Panel title={t('seats.heldPanel')} ref={ref} aside={<Countdown until={hold.expires_at} className="text-2xl" />}>
      <div className="flex flex-col gap-4">
        {refusal && <Refusal event={event} problem={refusal.problem} wish={refusal.wish} notFree={notFree} />}
        {extend.isError && !atCap && <Refusal event={event} problem={problemOf(extend.error)} wish="extended" notFree={notFree} />}
        {/* Room for the longest sentence, so that another one moves nothing. */}
        <p role="status" id={explanation} className="min-h-15 text-sm text-muted">
          {timeUp ? t('seats.timeUp') : (
            <>
              {said !== undefined && `${said} `}
              {t('seats.heldUntil', { time: formatTime(hold.expires_at) })}
            </>
          )}
        </p>
        <ul aria-label={t('seats.heldSeats')} className="flex max-h-72 flex-col gap-1 overflow-y-auto text-sm">
          {hold.seats.map(({ seat, price_minor }) => (
            <li key={seat} className="flex items-baseline justify-between gap-2">
              <span>{describeSeat(event, seat)}</span>
              <span className="tabular-nums">{formatMoney(price_minor, hold.currency)}</span>
            </li>
          ))}
        </ul>
        <p className="flex flex-wrap items-baseline justify-between gap-2 border-t border-line pt-4">
          <span className="font-semibold">{t('shell.total')}</span>
          <span className="text-xl font-bold tabular-nums">{formatMoney(hold.total_minor, hold.currency)}</span>
        </p>
        <Button look="primary" busy={busy === 'booking' || timeUp} onClick={onBook}>
          {numbered ? t('seats.bookSeats', { count }) : t('seats.bookPlaces', { count })}
        </Button>
        <div className="flex flex-wrap gap-3">
          <Button
            className="grow"
            busy={extend.isPending}
            aria-describedby={explanation}
            aria-disabled={atCap || timeUp}
            onClick={() => more()}
          >
            {t('seats.moreTime')}
          </Button>
          <Button className="grow" busy={busy === 'releasing'} onClick={onRelease}>{t('seats.release')}</Button>
        </div>
      </div>
    </Panel>
  );
}
