import { useHolding, useReleaseHold } from '@/api/holds';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { Button } from '@/ui/button';
import { formatTime } from '@/ui/dates';
import { Notice } from '@/ui/notice';
import { words } from './words';

/** The sale ended while seats were held: that they cannot be booked any more, and when they go. */
export function HeldAfterClosing({ event }: { event: Event }) {
  const holding = useHolding(event.id);
  const release = useReleaseHold();
  if (holding.step !== 'held') return null;
  const { hold } = holding;
  return (
    <Notice kind="problem" title={words.closed.title}>
      <p>{words.closed.text(formatTime(hold.expires_at))}</p>
      {release.isError && <p className="font-semibold">{problemOf(release.error).message}</p>}
      <Button size="small" className="mt-2" busy={release.isPending} onClick={() => release.mutate(hold)}>{words.closed.release}</Button>
    </Notice>
  );
}
