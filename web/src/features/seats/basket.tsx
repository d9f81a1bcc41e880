import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { useBook } from '@/api/bookings';
import { problemOf, type ApiProblem } from '@/api/problem';
import type { Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { useSession } from '@/api/session';
import { Button, LinkButton } from '@/ui/button';
import { Panel } from '@/ui/card';
import { Notice } from '@/ui/notice';
import { counted } from '@/ui/numbers';
import { BookingRefusal } from './booking-refusal';
import { bookingInput, choiceToSearch, describeChoice, nothing, quantityOf, totalOf, type Choice } from './choice';
import type { Unavailability } from './plan';

interface BasketProps {
  event: Event;
  choice: Choice;
  unavailable: Unavailability;
  limitMet: boolean;
  onChange: (choice: Choice) => void;
}

/** What is chosen, what it costs, and the button that books it. */
export function Basket({ event, choice, unavailable, limitMet, onChange }: BasketProps) {
  const navigate = useNavigate();
  const book = useBook(event.id);
  const [refusal, setRefusal] = useState<ApiProblem>();
  const quantity = quantityOf(choice);

  const submit = () => {
    setRefusal(undefined);
    book.mutate(bookingInput(choice), {
      onSuccess: (booking) => void navigate(`/tickets/${booking.id}`, { state: { justBooked: true } }),
      onError: (error) => {
        const problem = problemOf(error);
        setRefusal(problem);
        if (problem.slug === 'seat-taken' && choice.by === 'seats') {
          onChange({ by: 'seats', seats: choice.seats.filter((seat) => !problem.seats.includes(seat)) });
        }
      },
    });
  };

  return (
    <div id="choice" className="scroll-mt-4 lg:sticky lg:top-4">
      <Panel title="Your choice">
        <div className="flex flex-col gap-4">
          {refusal && <BookingRefusal event={event} problem={refusal} />}
          {limitMet && (
            <Notice kind="problem" title={`At most ${counted(event.max_seats_per_user, 'seat')} per person`}>
              Let one go before you choose another.
            </Notice>
          )}
          {quantity === 0
            ? <p className="text-muted">Nothing yet. You can take up to {counted(event.max_seats_per_user, 'seat')}.</p>
            : <Chosen event={event} choice={choice} unavailable={unavailable} onChange={onChange} />}
          <p className="flex flex-wrap items-baseline justify-between gap-2 border-t border-line pt-4" aria-live="polite">
            <span className="font-semibold">Total</span>
            <span className="text-xl font-bold tabular-nums">{totalOf(event, choice)}</span>
          </p>
          {quantity > 0 && <BookButton event={event} choice={choice} busy={book.isPending} onBook={submit} />}
        </div>
      </Panel>
    </div>
  );
}

function Chosen({ event, choice, unavailable, onChange }: Omit<BasketProps, 'limitMet'>) {
  if (choice.by !== 'seats') {
    return (
      <div className="flex items-start justify-between gap-2">
        <p>{describeChoice(event, choice)}</p>
        <Button size="small" look="quiet" onClick={() => onChange(nothing)}>Remove</Button>
      </div>
    );
  }
  return (
    <ul aria-label="Chosen seats" className="flex max-h-72 flex-col gap-1 overflow-y-auto">
      {choice.seats.map((seat) => {
        const name = describeSeat(event, seat);
        return (
          <li key={seat} className="flex items-center justify-between gap-2 text-sm">
            <span>{name}{unavailable.has(seat) && <strong className="text-accent"> (no longer free)</strong>}</span>
            <Button
              size="small"
              look="quiet"
              aria-label={`Remove ${name}`}
              onClick={() => onChange({ by: 'seats', seats: choice.seats.filter((other) => other !== seat) })}
            >
              Remove
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function BookButton({ event, choice, busy, onBook }: { event: Event; choice: Choice; busy: boolean; onBook: () => void }) {
  const session = useSession();
  const { pathname } = useLocation();
  if (session.status === 'anonymous') {
    const from = `${pathname}?${choiceToSearch(choice)}`;
    return (
      <>
        <LinkButton look="primary" to="/login" state={{ from }}>Log in to book</LinkButton>
        <p className="text-sm text-muted">
          No account? <Link to="/register" state={{ from }} className="font-semibold text-primary underline">Register</Link>. Your choice waits here.
        </p>
      </>
    );
  }
  return (
    <Button look="primary" busy={busy || session.status === 'starting'} onClick={onBook}>
      Book {counted(quantityOf(choice), event.seating.sections.some(({ kind }) => kind === 'reserved') && choice.by !== 'places' ? 'seat' : 'place')}
    </Button>
  );
}
