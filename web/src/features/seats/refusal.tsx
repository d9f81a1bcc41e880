import type { NotFree } from '@/api/availability';
import type { ApiProblem } from '@/api/problem';
import type { Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { useT, type TextKey } from '@/i18n';
import { Notice } from '@/ui/notice';
import { lostWords } from './lost-words';

/** What was wished for and has not been done. */
type Wish = 'held' | 'booked' | 'released' | 'extended';

interface RefusalProps {
  event: Event;
  problem: ApiProblem;
  wish: Wish;
  /** Why seats are not free now. */
  notFree: ReadonlyMap<string, NotFree>;
}

const undone: Record<Wish, TextKey> = {
  held: 'seats.nothingHeld', booked: 'seats.nothingBooked', released: 'seats.nothingReleased', extended: 'seats.nothingExtended',
};

/** Why a wish was refused, and what can be done about it. */
export function Refusal({ event, problem, wish, notFree }: RefusalProps) {
  const t = useT();
  const nothing = t(undone[wish]);
  switch (problem.slug) {
    case 'seat-taken': {
      // Nobody was faster where the organiser took the seats off sale.
      const blocked = problem.seats.length > 0 && problem.seats.every((seat) => notFree.get(seat) === 'blocked');
      const line = (seat: string) => {
        const name = describeSeat(event, seat);
        return notFree.get(seat) === 'blocked' ? t('seats.seatAndReason', { seat: name, reason: t(lostWords.blocked) }) : name;
      };
      return (
        <Notice kind="problem" title={t(blocked ? 'seats.offSaleTitle' : 'seats.fasterTitle')}>
          <p>{nothing} {t('seats.noLongerFree')}</p>
          <ul className="list-inside list-disc">{problem.seats.map((seat) => <li key={seat}>{line(seat)}</li>)}</ul>
          <p>{t('seats.planShows')}</p>
        </Notice>
      );
    }
    case 'limit-reached': {
      const already = problem.count('held_or_booked');
      return (
        <Notice kind="problem" title={t('seats.atMost', { count: problem.count('limit') ?? event.max_seats_per_user })}>
          {nothing} {already !== undefined && t('seats.alreadyHave', { count: already })}
        </Notice>
      );
    }
    case 'not-enough-seats':
      return <Notice kind="problem" title={t('seats.notEnough')}>{nothing} {t('seats.notEnoughHint')}</Notice>;
    case 'sales-closed':
      return <Notice kind="problem" title={t('seats.notOnSale')}>{nothing} {problem.message}</Notice>;
    default:
      return (
        <Notice kind="problem" title={problem.retryable ? t('seats.didNotGetThrough') : nothing}>
          {problem.message}
          {problem.retryable && wish === 'booked' && ` ${t('seats.safeToBook')}`}
          {problem.retryable && wish === 'held' && ` ${t('seats.safeToHold')}`}
        </Notice>
      );
  }
}
