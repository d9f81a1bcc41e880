import { useHolding, useReleaseHold } from '@/api/holds';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { formatTime } from '@/ui/dates';
import { Notice } from '@/ui/notice';

/** The sale ended while seats were held: that they cannot be booked any more, and when they go. */
export function HeldAfterClosing({ event }: { event: Event }) {
  const t = useT();
  const holding = useHolding(event.id);
  const release = useReleaseHold();
  if (holding.step !== 'held') return null;
  const { hold } = holding;
  return (
    <Notice kind="problem" title={t('seats.saleEndedTitle')}>
      <p>{t('seats.saleEndedText', { time: formatTime(hold.expires_at) })}</p>
      {release.isError && <p className="font-semibold">{problemOf(release.error).message}</p>}
      <Button size="small" className="mt-2" busy={release.isPending} onClick={() => release.mutate(hold)}>{t('seats.release')}</Button>
    </Notice>
  );
}
