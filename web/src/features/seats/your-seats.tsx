import { useEffect, useRef } from 'react';
import type { NotFree } from '@/api/availability';
import type { Holding } from '@/api/holds';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { Panel } from '@/ui/card';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { Basket } from './basket';
import type { Checkout } from './checkout';
import { choiceOf, quantityOf, type Choice } from './choice';
import { HoldEnded } from './hold-ended';
import { HoldPanel } from './hold-panel';
import { Refusal } from './refusal';

interface YourSeatsProps {
  event: Event;
  choice: Choice;
  holding: Holding;
  checkout: Checkout;
  notFree: ReadonlyMap<string, NotFree>;
  limitMet: boolean;
  onChange: (choice: Choice) => void;
}

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
export function YourSeats({ event, choice, holding, checkout, notFree, limitMet, onChange }: YourSeatsProps) {
  const t = useT();
  const panel = useFocusKept(holding.step);
  const { refused } = checkout;
  switch (holding.step) {
    case 'finding':
      return <Panel title={t('seats.yourSeats')}><LoadingLines what={t('seats.heldLoading')} /></Panel>;
    case 'unknown':
      return <ErrorState title={t('seats.heldUnshowable')} message={holding.problem.message} onRetry={holding.retry} />;
    case 'held':
      return (
        <HoldPanel
          key={holding.hold.id}
          ref={panel}
          event={event}
          hold={holding.hold}
          timeUp={holding.timeUp}
          busy={checkout.busy}
          refusal={refused && refused.wish !== 'held' ? { wish: refused.wish, problem: refused.problem } : undefined}
          notFree={notFree}
          onBook={() => checkout.book(holding.hold)}
          onRelease={() => checkout.release(holding.hold)}
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
          busy={checkout.busy === 'holding'}
          onChange={onChange}
          onHold={() => checkout.hold(choice)}
          notice={refused?.wish === 'held'
            ? <Refusal event={event} notFree={notFree} {...refused} />
            : holding.step === 'ended' && <HoldEnded end={holding.end} onAgain={again} />}
        />
      );
    }
  }
}
