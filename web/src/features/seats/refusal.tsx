import type { NotFree } from '@/api/availability';
import type { ApiProblem } from '@/api/problem';
import type { Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { Notice } from '@/ui/notice';
import { counted } from '@/ui/numbers';
import { words } from './words';

interface RefusalProps {
  event: Event;
  problem: ApiProblem;
  /** What was wished for and has not been done. */
  wish: 'held' | 'booked' | 'released' | 'extended';
  /** Why seats are not free now. */
  notFree: ReadonlyMap<string, NotFree>;
}

/** Why a wish was refused, and what can be done about it. */
export function Refusal({ event, problem, wish, notFree }: RefusalProps) {
  const nothing = wish === 'extended' ? 'The time is as it was.' : `Nothing was ${wish}.`;
  switch (problem.slug) {
    case 'seat-taken': {
      // Nobody was faster where the organiser took the seats off sale.
      const blocked = problem.seats.every((seat) => notFree.get(seat) === 'blocked');
      return (
        <Notice kind="problem" title={blocked && problem.seats.length > 0 ? 'No longer for sale' : 'Somebody was faster'}>
          <p>{nothing} No longer free:</p>
          <ul className="list-inside list-disc">
            {problem.seats.map((seat) => (
              <li key={seat}>{describeSeat(event, seat)}{notFree.get(seat) === 'blocked' && `: ${words.lost.blocked}`}</li>
            ))}
          </ul>
          <p>The plan shows what is free now.</p>
        </Notice>
      );
    }
    case 'limit-reached': {
      const limit = problem.count('limit') ?? event.max_seats_per_user;
      const already = problem.count('held_or_booked');
      return (
        <Notice kind="problem" title={`At most ${counted(limit, 'seat')} per person`}>
          {nothing}
          {already !== undefined && ` You already have ${counted(already, 'seat')} for this event, booked, or held on another page.`}
        </Notice>
      );
    }
    case 'not-enough-seats':
      return <Notice kind="problem" title="Not enough seats are free">{nothing} Try fewer, or another section.</Notice>;
    case 'sales-closed':
      return <Notice kind="problem" title="This event is not on sale now">{nothing} {problem.message}</Notice>;
    default:
      return (
        <Notice kind="problem" title={problem.retryable ? 'That did not get through' : nothing}>
          {problem.message}
          {problem.retryable && wish === 'booked' && ' Pressing the button again is safe: you cannot book twice by it.'}
          {problem.retryable && wish === 'held' && ' Pressing the button again is safe.'}
        </Notice>
      );
  }
}
