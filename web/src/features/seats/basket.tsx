import type { ReactNode, Ref } from 'react';
import { Link, useLocation } from 'react-router';
import type { NotFree } from '@/api/availability';
import type { Event } from '@/api/schema';
import { describeSeat } from '@/api/seat-names';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { Panel } from '@/ui/card';
import { classes } from '@/ui/classes';
import { Notice } from '@/ui/notice';
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
  const t = useT();
  const quantity = quantityOf(choice);
  const most = event.max_seats_per_user;
  return (
    <Panel title={t('seats.yourChoice')} ref={ref}>
      <div className="flex flex-col gap-4">
        {notice}
        {limitMet && (
          <Notice kind="problem" title={t('seats.atMost', { count: most })}>
            {t('seats.atMostHint')}
          </Notice>
        )}
        {quantity === 0
          ? <p className="text-muted">{t('seats.nothingYet', { count: most })}</p>
          : <Chosen event={event} choice={choice} notFree={notFree} onChange={onChange} />}
        <p className="flex flex-wrap items-baseline justify-between gap-2 border-t border-line pt-4" aria-live="polite">
          <span className="font-semibold">{t('shell.total')}</span>
          <span className="text-xl font-bold tabular-nums">{totalOf(event, choice)}</span>
        </p>
        {quantity > 0 && <HoldButton event={event} choice={choice} busy={busy} onHold={onHold} />}
      </div>
    </Panel>
  );
}

function Chosen({ event, choice, notFree, onChange }: Pick<BasketProps, 'event' | 'choice' | 'notFree' | 'onChange'>) {
  const t = useT();
  if (choice.by !== 'seats') {
    return (
      <div className="flex items-start justify-between gap-2">
        <p>{describeChoice(event, choice)}</p>
        <Button size="small" look="quiet" onClick={() => onChange(nothing)}>{t('seats.remove')}</Button>
      </div>
    );
  }
  return (
    <>
      <LostSeats event={event} seats={choice.seats} notFree={notFree} onChange={(seats) => onChange({ by: 'seats', seats })} />
      <ul aria-label={t('seats.chosenSeats')} className="flex max-h-72 flex-col gap-1 overflow-y-auto">
        {choice.seats.map((seat) => {
          const name = describeSeat(event, seat);
          return (
            <li key={seat} className="flex items-center justify-between gap-2 text-sm">
              <span className={classes(notFree.has(seat) && 'font-semibold text-accent')}>
                {notFree.has(seat) ? <><s>{name}</s> {t('seats.gone')}</> : name}
              </span>
              <Button
                size="small"
                look="quiet"
                aria-label={t('seats.removeSeat', { seat: name })}
                onClick={() => onChange({ by: 'seats', seats: choice.seats.filter((other) => other !== seat) })}
              >
                {t('seats.remove')}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function HoldButton({ event, choice, busy, onHold }: Pick<BasketProps, 'event' | 'choice' | 'busy' | 'onHold'>) {
  const t = useT();
  const session = useSession();
  const { pathname } = useLocation();
  if (session.status === 'anonymous') {
    const from = `${pathname}?${choiceToSearch(choice)}`;
    return (
      <>
        <LinkButton look="primary" to="/login" state={{ from }}>{t('seats.logInToBook')}</LinkButton>
        <p className="text-sm text-muted">
          {t('seats.noAccount')} <Link to="/register" state={{ from }} className="font-semibold text-primary underline">{t('shell.register')}</Link>.{' '}
          {t('seats.choiceWaits')}
        </p>
      </>
    );
  }
  const numbered = event.seating.sections.some(({ kind }) => kind === 'reserved') && choice.by !== 'places';
  return (
    <>
      <Button look="primary" busy={busy || session.status === 'starting'} onClick={onHold}>
        {numbered ? t('seats.holdSeats', { count: quantityOf(choice) }) : t('seats.holdPlaces', { count: quantityOf(choice) })}
      </Button>
      <p className="text-sm text-muted">{t('seats.holdHint')}</p>
    </>
  );
}
