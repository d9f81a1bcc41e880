import { useState } from 'react';
import { useSecondsUntil } from '@/api/clock';
import { useEvent } from '@/api/events';
import { useHolding } from '@/api/holds';
import type { Hold } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TimeLeft } from './countdown';
import { isolated } from './isolated';
import { useMoreTime } from './more-time';

/** So long before its end a hold is warned of, or in its last third when it lives less than three minutes. */
const WARN_SECS = 60;

const lifeSecs = ({ held_at, expires_at }: Hold) => (Date.parse(expires_at) - Date.parse(held_at)) / 1_000;

/** Warns before held seats are lost, wherever one is, and gives more time by one press. */
export function HoldWarning({ eventId }: { eventId: string }) {
  const holding = useHolding(eventId);
  return holding.step === 'held' && !holding.timeUp ? <Warning hold={holding.hold} /> : null;
}

function Warning({ hold }: { hold: Hold }) {
  const left = useSecondsUntil(hold.expires_at);
  // Whoever has waved the warning away is not warned of the same end again.
  const [waved, setWaved] = useState<string>();
  const due = left > 0 && left <= Math.min(WARN_SECS, lifeSecs(hold) / 3);
  return due && waved !== hold.expires_at ? <WarningDialog hold={hold} onClose={() => setWaved(hold.expires_at)} /> : null;
}

function WarningDialog({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const t = useT();
  const name = useEvent(hold.event_id).data?.name ?? t('seats.anotherEvent');
  const { extend, more, atCap } = useMoreTime(hold);
  return (
    <Dialog title={t('seats.warningTitle')} onClose={onClose}>
      <p>{t('seats.warningText', { count: hold.seats.length, event: isolated(name) })}</p>
      <p className="my-3 text-3xl font-extrabold"><TimeLeft until={hold.expires_at} /></p>
      <p role="status" className="mb-4 text-sm">{atCap && t('seats.warningLast')}</p>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" busy={extend.isPending} aria-disabled={atCap || undefined} onClick={() => more(onClose)}>{t('seats.warningMore')}</Button>
        <Button onClick={onClose}>{t('seats.warningClose')}</Button>
      </div>
    </Dialog>
  );
}
