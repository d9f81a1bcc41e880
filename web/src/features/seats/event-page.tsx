import { useParams } from 'react-router';
import { useEvent, useSeatMap } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { LinkButton } from '@/ui/button';
import { Notice } from '@/ui/notice';
import { PageTitle } from '@/ui/page';
import { Bone, Loading, LoadingLines } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import { EventHead } from './event-head';
import { salesOf } from './sales';
import { SeatChooser } from './seat-chooser';

export function EventPage() {
  const { id = '' } = useParams();
  const event = useEvent(id);
  if (event.isPending) {
    return <Loading what="the event"><Bone className="mb-6 h-64" /><Bone className="h-96" /></Loading>;
  }
  if (event.isError) {
    const problem = problemOf(event.error);
    if (problem.status === 404 || problem.status === 400) return <NoSuchEvent />;
    return <ErrorState title="The event cannot be shown" message={problem.message} onRetry={() => void event.refetch()} />;
  }
  return (
    <>
      <EventHead event={event.data} />
      <Seats key={id} event={event.data} />
    </>
  );
}

function NoSuchEvent() {
  return (
    <>
      <PageTitle title="No such event" />
      <EmptyState title="There is no event at this address">
        <p>It may have been taken off the programme.</p>
        <LinkButton to="/" look="primary">See the events</LinkButton>
      </EmptyState>
    </>
  );
}

function Seats({ event }: { event: Event }) {
  const seatMap = useSeatMap(event.id);
  const sales = salesOf(event, new Date());
  if (!sales.open) return <Notice kind="info" title={sales.why}>{sales.explanation}</Notice>;
  if (seatMap.isPending) return <LoadingLines what="the seats" />;
  if (seatMap.isError) {
    return (
      <ErrorState title="The seats cannot be shown" message={problemOf(seatMap.error).message} onRetry={() => void seatMap.refetch()} />
    );
  }
  return <SeatChooser event={event} seatMap={seatMap.data} />;
}
