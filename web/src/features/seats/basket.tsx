import type { ReactNode, Ref } from 'react';
import { Link, useLocation } from 'react-router';
import type { NotFree } from '@/api/availability';
import type { Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { useSession } from '@/api/session';
import { Button, LinkButton } from '@/ui/button';
import { Panel } from '@/ui/card';
import { classes } from '@/ui/classes';
import { Notice } from '@/ui/notice';
import { counted } from '@/ui/numbers';
import { LostSeats } from './lost-seats';
import { choiceToSearch, describeChoice, nothing, quantityOf, totalOf, type Choice } from './choice';

interface BasketProps {
  event: Event;
  choice: Choice;
  notFree: ReadonlyMap<string, NotFree>;
  limitMet: boolean;
  busy: boolean;
  onChange: (choice: Choice) => void;
  onHold: () => void;
  /** What there is to say about what was tried before. */
  notice: ReactNode;
  ref: Ref<HTMLElement>;
}

/** What is chosen, what it costs, and the button that holds it. */
export function Basket({ event, choice, notFree, limitMet, busy, onChange, onHold, notice, ref }: BasketProps) {
  const quantity = quantityOf(choice);
  return (
    <Panel title="Your choice" ref={ref}>
      <div className="flex flex-col gap-4">
        {notice}
        {limitMet && (
          <Notice kind="problem" title={`At most ${counted(event.max_seats_per_user, 'seat')} per person`}>
            Let one go before you choose another.
          </Notice>
        )}
        {quantity === 0
          ? <p className="text-muted">Nothing yet. You can take up to {counted(event.max_seats_per_user, 'seat')}.</p>
          : <Chosen event={event} choice={choice} notFree={notFree} onChange={onChange} />}
        <p className="flex flex-wrap items-baseline justify-between gap-2 border-t border-line pt-4" aria-live="polite">
          <span className="font-semibold">Total</span>
          <span className="text-xl font-bold tabular-nums">{totalOf(event, choice)}</span>
        </p>
        {quantity > 0 && <HoldButton event={event} choice={choice} busy={busy} onHold={onHold} />}
      </div>
    </Panel>
  );
}

function Chosen({ event, choice, notFree, onChange }: Pick<BasketProps, 'event' | 'choice' | 'notFree' | 'onChange'>) {
  if (choice.by !== 'seats') {
    return (
      <div className="flex items-start justify-between gap-2">
        <p>{describeChoice(event, choice)}</p>
        <Button size="small" look="quiet" onClick={() => onChange(nothing)}>Remove</Button>
      </div>
    );
  }
  return (
    <>
      <LostSeats event={event} seats={choice.seats} notFree={notFree} onChange={(seats) => onChange({ by: 'seats', seats })} />
      <ul aria-label="Chosen seats" className="flex max-h-72 flex-col gap-1 overflow-y-auto">
        {choice.seats.map((seat) => {
          const name = describeSeat(event, seat);
          return (
            <li key={seat} className="flex items-center justify-between gap-2 text-sm">
              <span className={classes(notFree.has(seat) && 'font-semibold text-accent')}>
                {notFree.has(seat) ? <><s>{name}</s> (gone)</> : name}
              </span>
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
    </>
  );
}

function HoldButton({ event, choice, busy, onHold }: Pick<BasketProps, 'event' | 'choice' | 'busy' | 'onHold'>) {
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
  const numbered = event.seating.sections.some(({ kind }) => kind === 'reserved') && choice.by !== 'places';
  return (
    <>
      <Button look="primary" busy={busy || session.status === 'starting'} onClick={onHold}>
        Hold {counted(quantityOf(choice), numbered ? 'seat' : 'place')}
      </Button>
      <p className="text-sm text-muted">Nobody else can take them while you look them over and book.</p>
    </>
  );
}
