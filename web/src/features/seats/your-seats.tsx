import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { NotFree } from '@/api/availability';
import { useBookHold } from '@/api/bookings';
import { useHoldSeats, useReleaseHold, type Holding } from '@/api/holds';
import { forgetHold } from '@/api/kept-holds';
import { problemOf, type ApiProblem } from '@/api/problem';
import type { Event, Hold } from '@/api/schema';
import { Panel } from '@/ui/card';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { sayDone } from '@/ui/toasts';
import { Basket } from './basket';
import { choiceOf, holdInput, nothing, quantityOf, type Choice } from './choice';
import { HoldEnded } from './hold-ended';
import { HoldPanel } from './hold-panel';
import { Refusal } from './refusal';

interface YourSeatsProps {
  event: Event;
  choice: Choice;
  holding: Holding;
  notFree: ReadonlyMap<string, NotFree>;
  limitMet: boolean;
  onChange: (choice: Choice) => void;
  onHeld: (hold: Hold) => void;
}

type Refused = { wish: 'held' | 'booked' | 'released'; problem: ApiProblem } | undefined;

/** When the part of the page that had the focus is gone, the focus goes to what came in its place. */
function useFocusKept(step: Holding['step']) {
  const panel = useRef<HTMLElement>(null);
  const before = useRef(step);
  useEffect(() => {
    const loading = before.current === 'finding' || before.current === 'unknown';
    const lost = before.current !== step && !loading && document.activeElement === document.body;
    before.current = step;
    if (lost) panel.current?.focus({ preventScroll: true });
  }, [step]);
  return panel;
}

/** From the choice over the hold to the booking. */
export function YourSeats({ event, choice, holding, notFree, limitMet, onChange, onHeld }: YourSeatsProps) {
  const navigate = useNavigate();
  const holdSeats = useHoldSeats(event.id);
  const book = useBookHold();
  const release = useReleaseHold();
  const [refused, setRefused] = useState<Refused>();
  const panel = useFocusKept(holding.step);

  const hold = () => {
    setRefused(undefined);
    holdSeats.mutate(holdInput(choice), {
      onSuccess: onHeld,
      onError: (error) => {
        const problem = problemOf(error);
        setRefused({ wish: 'held', problem });
        if (problem.slug === 'seat-taken' && choice.by === 'seats') {
          onChange({ by: 'seats', seats: choice.seats.filter((seat) => !problem.seats.includes(seat)) });
        }
      },
    });
  };
  const showTicket = async (booking: string) => {
    await navigate(`/tickets/${booking}`, { state: { justBooked: true } });
    forgetHold(event.id);
  };
  const bookHold = (held: Hold) => {
    setRefused(undefined);
    book.mutate(held, {
      onSuccess: (booking) => {
        onChange(nothing);
        void showTicket(booking.id);
      },
      onError: (error) => setRefused({ wish: 'booked', problem: problemOf(error) }),
    });
  };
  const releaseHold = (held: Hold) => {
    setRefused(undefined);
    release.mutate(held, {
      onSuccess: () => {
        onChange(nothing);
        sayDone('The seats are released.');
      },
      onError: (error) => setRefused({ wish: 'released', problem: problemOf(error) }),
    });
  };

  switch (holding.step) {
    case 'finding':
      return <Panel title="Your seats"><LoadingLines what="the seats held for you" /></Panel>;
    case 'unknown':
      return <ErrorState title="Your held seats cannot be shown" message={holding.problem.message} onRetry={holding.retry} />;
    case 'held':
      return (
        <HoldPanel
          key={holding.hold.id}
          ref={panel}
          event={event}
          hold={holding.hold}
          timeUp={holding.timeUp}
          busy={book.isPending ? 'booking' : release.isPending ? 'releasing' : undefined}
          refusal={refused && refused.wish !== 'held' ? { wish: refused.wish, problem: refused.problem } : undefined}
          onBook={() => bookHold(holding.hold)}
          onRelease={() => releaseHold(holding.hold)}
        />
      );
    case 'none':
    case 'ended': {
      const seats = holding.step === 'ended' ? holding.seats : [];
      const again = seats.length > 0 && quantityOf(choice) === 0 ? () => onChange(choiceOf(event, seats)) : undefined;
      return (
        <Basket
          ref={panel}
          event={event}
          choice={choice}
          notFree={notFree}
          limitMet={limitMet}
          busy={holdSeats.isPending}
          onChange={onChange}
          onHold={hold}
          notice={refused?.wish === 'held'
            ? <Refusal event={event} {...refused} />
            : holding.step === 'ended' && <HoldEnded end={holding.end} onAgain={again} />}
        />
      );
    }
  }
}
