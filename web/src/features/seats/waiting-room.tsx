import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useIsPast } from '@/api/clock';
import { problemOf } from '@/api/problem';
import { useJoinQueue } from '@/api/queue';
import type { Event, Queue } from '@/api/schema';
import { useT } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { Panel } from '@/ui/card';
import { formatDateTime } from '@/ui/dates';
import { Notice } from '@/ui/notice';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { DrawnOrder } from './drawn-order';
import type { Entrance } from './entrance';
import { useWait } from './wait';

/** What stands in the place of the seats while it is not a buyer's turn. */
export function WaitingRoom({ event, entrance }: { event: Event; entrance: Exclude<Entrance, { open: true }> }) {
  const t = useT();
  const { pathname, search } = useLocation();
  switch (entrance.at) {
    case 'finding':
      return <Panel title={t('seats.roomTitle')}><LoadingLines what={t('seats.roomLoading')} lines={2} /></Panel>;
    case 'unknown':
      return <ErrorState title={t('seats.roomUnshowable')} message={entrance.problem.message} onRetry={entrance.retry} />;
    case 'door':
      return (
        <Panel title={t('seats.roomTitle')}>
          <div className="flex flex-col items-start gap-4">
            <p>{t('seats.roomText')}</p>
            <LinkButton look="primary" to="/login" state={{ from: pathname + search }}>{t('seats.roomLogIn')}</LinkButton>
          </div>
        </Panel>
      );
    case 'room':
      return <Place event={event} queue={entrance.queue} />;
  }
}

/** When a button that had the focus is gone, the focus goes to what came in its place. */
function useFocusKept(state: Queue['state']) {
  const panel = useRef<HTMLElement>(null);
  const before = useRef(state);
  useEffect(() => {
    const lost = before.current !== state && document.activeElement === document.body;
    before.current = state;
    if (lost) panel.current?.focus({ preventScroll: true });
  }, [state]);
  return panel;
}

function Place({ event, queue }: { event: Event; queue: Queue }) {
  const t = useT();
  const panel = useFocusKept(queue.state);
  const join = useJoinQueue(event.id);
  const opened = useIsPast(queue.opens_at);
  const waits = queue.state === 'waiting';
  return (
    <Panel title={t('seats.roomTitle')} ref={panel}>
      <div className="flex flex-col items-start gap-4">
        {queue.state === 'over' && <Notice kind="info" title={t('seats.roomOver')}>{t('seats.roomOverText')}</Notice>}
        {!waits && <p>{t('seats.roomText')} {t(opened ? 'seats.roomAfter' : 'seats.roomBefore')}</p>}
        {waits && <Waiting queue={queue} />}
        {join.isError && <Notice kind="problem" title={t('seats.roomNoPlace')}>{problemOf(join.error).message}</Notice>}
        {!waits && (
          <Button look="primary" busy={join.isPending} onClick={() => join.mutate()}>
            {t(queue.state === 'over' ? 'seats.roomAgain' : 'seats.roomJoin')}
          </Button>
        )}
        {queue.order && <DrawnOrder order={queue.order} />}
      </div>
    </Panel>
  );
}

/** The place, to be seen at any time, and the time, to be heard when it has changed much. */
function Waiting({ queue: { position, opens_at, estimated_wait_secs } }: { queue: Queue }) {
  const t = useT();
  const wait = useWait(estimated_wait_secs ?? undefined);
  const opened = useIsPast(opens_at);
  if (typeof position !== 'number') {
    return (
      <>
        <p role="status" className="text-lg font-semibold">
          {opened || !opens_at ? t('seats.roomDrawing') : t('seats.roomDrawnAt', { when: formatDateTime(opens_at) })}
        </p>
        <p className="text-muted">{t('seats.roomStay')}</p>
      </>
    );
  }
  return (
    <>
      <p className="text-3xl font-extrabold tabular-nums text-balance">{t('seats.roomPosition', { position })}</p>
      <p role="status" className="text-lg font-semibold">{wait}</p>
      <p className="text-muted">{t('seats.roomStay')}</p>
    </>
  );
}
