import { useState } from 'react';
import { useParams } from 'react-router';
import { serverNow, useIsPast } from '@/api/clock';
import { useEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { useSeats } from '@/api/seats';
import { useT } from '@/i18n';
import { LinkButton } from '@/ui/button';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { Bone, Loading, LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { useEntrance } from './entrance';
import { EventHead } from './event-head';
import { HeldAfterClosing } from './held-after-closing';
import { salesOf } from './sales';
import { SeatChooser } from './seat-chooser';
import { WaitingRoom } from './waiting-room';
import { YourTurn } from './your-turn';

export function EventPage() {
  const t = useT();
  const { id = '' } = useParams();
  const event = useEvent(id);
  if (event.isPending) {
    return <Loading what={t('seats.eventLoading')}><Bone className="mb-6 h-64" /><Bone className="h-96" /></Loading>;
  }
  if (event.isError) {
    const problem = problemOf(event.error);
    if (problem.status === 404 || problem.status === 400) return <NoSuchEvent />;
    return <ErrorState title={t('seats.eventUnshowable')} message={problem.message} onRetry={() => void event.refetch()} />;
  }
  return <KnownEvent key={id} event={event.data} />;
}

function NoSuchEvent() {
  const t = useT();
  return (
    <>
      <PageTitle title={t('seats.noSuchEvent')} />
      <EmptyState title={t('seats.noSuchEventHint')}>
        <p>{t('seats.noSuchEventText')}</p>
        <LinkButton to="/" look="primary">{t('shell.seeEvents')}</LinkButton>
      </EmptyState>
    </>
  );
}

function KnownEvent({ event }: { event: Event }) {
  useT();
  // Whoever waits for the sales to open sees the seats at that moment, without loading the page anew.
  useIsPast(event.sales_open_at);
  useIsPast(event.sales_close_at ?? event.starts_at);
  const sales = salesOf(event, new Date(serverNow()));
  const entrance = useEntrance(event);
  const inside = sales.open && entrance.open;
  const seats = useSeats(event, inside);
  const waits = !entrance.open && (sales.open || sales.soon);
  const waited = useEver(waits);
  return (
    <>
      <EventHead event={event} free={seats.query.data?.free ?? event.free} />
      {inside && entrance.until !== undefined && <YourTurn until={entrance.until} arrived={waited} />}
      {inside && <Seats event={event} seats={seats} />}
      {!inside && (
        <div className="flex flex-col gap-4">
          {!sales.open && <Notice kind="info" title={sales.why}>{sales.explanation}</Notice>}
          {!sales.open && <HeldAfterClosing event={event} />}
          {waits && <WaitingRoom event={event} entrance={entrance} />}
        </div>
      )}
    </>
  );
}

/** Whether something is or was so while the page was open. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever;
}

function Seats({ event, seats: { query, liveness } }: { event: Event; seats: ReturnType<typeof useSeats> }) {
  const t = useT();
  if (query.data) return <SeatChooser event={event} seats={query.data} liveness={liveness} />;
  if (query.isPending) return <LoadingLines what={t('seats.seatsLoading')} />;
  return <ErrorState title={t('seats.seatsUnshowable')} message={problemOf(query.error).message} onRetry={() => void query.refetch()} />;
}
