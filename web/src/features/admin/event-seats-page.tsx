import { useState } from 'react';
import { useParams } from 'react-router';
import type { Availability } from '@/api/availability';
import { useEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { useChangeSale, useSeats, type SaleChange } from '@/api/seats';
import { describeSeat, sectionOf, sectionOfSeat } from '@/api/seat-names';
import { SelectField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { counted, formatCount } from '@/ui/numbers';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { sayDone } from '@/ui/toasts';
import { PlacesOffSale } from './places-off-sale';
import { SeatsOffSale } from './seats-off-sale';

/** Which seats of an event are sold, held and off sale, and taking them off sale or putting them back. */
export function EventSeatsPage() {
  const { id = '' } = useParams();
  const event = useEvent(id);
  return (
    <>
      <PageTitle title={event.data ? `Seats of ${event.data.name}` : 'Seats of an event'} />
      {event.isPending && <LoadingLines what="the event" />}
      {event.isError && (
        <ErrorState title="The event cannot be shown" message={problemOf(event.error).message} onRetry={() => void event.refetch()} />
      )}
      {event.data && <Seats key={id} event={event.data} />}
    </>
  );
}

function Seats({ event }: { event: Event }) {
  const { query: seats } = useSeats(event);
  if (seats.data) return <House event={event} seats={seats.data} />;
  if (seats.isPending) return <LoadingLines what="the seats" />;
  return <ErrorState title="The seats cannot be shown" message={problemOf(seats.error).message} onRetry={() => void seats.refetch()} />;
}

function House({ event, seats }: { event: Event; seats: Availability }) {
  const [id, setId] = useState(event.seating.sections[0]?.id ?? '');
  const change = useChangeSale(event.id);
  const section = sectionOf(event, id);
  const offSale = [...seats.notFree].filter(([, state]) => state === 'blocked').map(([seat]) => seat);
  const inSection = (sectionId: string) => offSale.filter((seat) => sectionOfSeat(event, seat)?.id === sectionId).length;

  const submit = (wish: SaleChange, onDone?: () => void) => change.mutate(wish, {
    onSuccess: () => {
      const count = counted(wish.seats.length, 'seat');
      sayDone(`${count} ${wish.seats.length === 1 ? 'is' : 'are'} ${wish.onSale ? 'on sale' : 'off sale'}.`);
      onDone?.();
    },
  });
  const parts = { event, seats, busy: change.isPending, onChange: submit };
  return (
    <div className="flex flex-col gap-6">
      <p>{formatCount(seats.free)} of {formatCount(seats.capacity)} seats are free, {formatCount(offSale.length)} are off sale.</p>
      {change.isError && <SaleRefusal event={event} error={change.error} />}
      <SelectField label="Section" className="max-w-md" value={id} onChange={(choice) => setId(choice.target.value)}>
        {event.seating.sections.map(({ id: each, name }) => (
          <option key={each} value={each}>{`${name} (${formatCount(inSection(each))} off sale)`}</option>
        ))}
      </SelectField>
      {section?.kind === 'reserved' && <SeatsOffSale key={id} section={section} {...parts} />}
      {section?.kind === 'general' && <PlacesOffSale key={id} section={section} {...parts} />}
    </div>
  );
}

function SaleRefusal({ event, error }: { event: Event; error: Error }) {
  const problem = problemOf(error);
  if (problem.slug !== 'seat-taken') return <Notice kind="problem" title="Nothing was changed">{problem.message}</Notice>;
  return (
    <Notice kind="problem" title="Somebody has these seats">
      <p>Nothing was changed. Held or booked meanwhile:</p>
      <ul className="list-inside list-disc">
        {problem.seats.map((seat) => <li key={seat}>{describeSeat(event, seat)}</li>)}
      </ul>
    </Notice>
  );
}
