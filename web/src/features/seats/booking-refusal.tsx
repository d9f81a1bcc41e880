import type { ApiProblem } from '@/api/problem';
import type { Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { Notice } from '@/ui/notice';
import { counted } from '@/ui/numbers';

/** Why nothing was booked, and what can be done about it. */
export function BookingRefusal({ event, problem }: { event: Event; problem: ApiProblem }) {
  switch (problem.slug) {
    case 'seat-taken':
      return (
        <Notice kind="problem" title="Somebody was faster">
          <p>Nothing was booked. No longer free:</p>
          <ul className="list-inside list-disc">
            {problem.seats.map((seat) => <li key={seat}>{describeSeat(event, seat)}</li>)}
          </ul>
          <p>The plan shows what is free now.</p>
        </Notice>
      );
    case 'limit-reached': {
      const limit = problem.count('limit') ?? event.max_seats_per_user;
      const already = problem.count('held_or_booked');
      return (
        <Notice kind="problem" title={`At most ${counted(limit, 'seat')} per person`}>
          Nothing was booked.{already !== undefined && ` You already have ${counted(already, 'seat')} for this event.`}
        </Notice>
      );
    }
    case 'not-enough-seats':
      return <Notice kind="problem" title="Not enough seats are free">Nothing was booked. Try fewer, or another section.</Notice>;
    case 'sales-closed':
      return <Notice kind="problem" title="This event is not on sale now">Nothing was booked. {problem.message}</Notice>;
    default:
      return (
        <Notice kind="problem" title={problem.retryable ? 'The booking did not get through' : 'Nothing was booked'}>
          {problem.message}
          {problem.retryable && ' Pressing the button again is safe: you cannot book twice by it.'}
        </Notice>
      );
  }
}
