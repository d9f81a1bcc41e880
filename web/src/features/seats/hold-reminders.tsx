import { useMatch } from 'react-router';
import { useEvent } from '@/api/events';
import { useHolding } from '@/api/holds';
import { forgetHold, useKeptHolds } from '@/api/kept-holds';
import { useT } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { Countdown } from './countdown';
import { isolated } from './isolated';
import { HoldWarning } from './hold-warning';

/** On every page: a warning before held seats are lost. On every page but the event's own: that seats are held there. */
export function HoldReminders() {
  const shown = useMatch('/events/:id')?.params.id;
  const kept = useKeptHolds();
  const elsewhere = kept.filter(({ event }) => event !== shown);
  return (
    <>
      {kept.map(({ event, hold }) => <HoldWarning key={hold} eventId={event} />)}
      <div className="pointer-events-none sticky bottom-3 print:hidden z-10 mx-auto flex w-full max-w-3xl flex-col gap-3 px-4">
        {elsewhere.map(({ event }) => <Reminder key={event} eventId={event} />)}
      </div>
    </>
  );
}

function Reminder({ eventId }: { eventId: string }) {
  const t = useT();
  const holding = useHolding(eventId);
  const name = useEvent(eventId).data?.name ?? t('seats.anotherEvent');
  const expired = holding.step === 'ended' && holding.end === 'expired';
  if (holding.step !== 'held' && !expired) return null;
  return (
    <section
      aria-label={t('seats.yourSeatsFor', { event: name })}
      className="pointer-events-auto flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-xl border border-line-strong bg-surface px-5 py-3 shadow-raised"
    >
      {holding.step === 'held' ? (
        <>
          <p className="min-w-0 wrap-anywhere">
            {t('seats.reminder', { count: holding.hold.seats.length, event: isolated(name) })} <Countdown until={holding.hold.expires_at} />
          </p>
          <LinkButton size="small" look="primary" to={`/events/${eventId}`}>{t('seats.lookOver')}</LinkButton>
        </>
      ) : (
        <>
          <p role="alert">{t('seats.ranOutFor', { event: isolated(name) })}</p>
          <div className="flex gap-3">
            <LinkButton size="small" to={`/events/${eventId}`}>{t('seats.chooseAgain')}</LinkButton>
            <Button size="small" look="quiet" onClick={() => forgetHold(eventId)}>{t('seats.dismiss')}</Button>
          </div>
        </>
      )}
    </section>
  );
}
