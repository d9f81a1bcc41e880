import { useState } from 'react';
import { useParams } from 'react-router';
import type { Availability } from '@/api/availability';
import { useEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { useChangeSale, useSeats, type SaleChange } from '@/api/seats';
import { describeSeat, sectionOf, sectionOfSeat } from '@/api/seat-names';
import { useT } from '@/i18n';
import { SelectField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { formatCount } from '@/ui/numbers';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { sayDone } from '@/ui/toasts';
import { Loaded } from './loaded';
import { PlacesOffSale } from './places-off-sale';
import { SeatsOffSale } from './seats-off-sale';

/** Which seats of an event are sold, held and off sale, and taking them off sale or putting them back. */
export function EventSeatsPage() {
  const t = useT();
  const { id = '' } = useParams();
  const event = useEvent(id);
  return (
    <>
      <PageTitle title={event.data ? t('admin.seatsOf', { name: event.data.name }) : t('admin.seatsOfAnEvent')} />
      <Loaded of={event} what={t('admin.theEvent')} failed={t('admin.eventUnshowable')}>
        {(found) => <Seats key={id} event={found} />}
      </Loaded>
    </>
  );
}

function Seats({ event }: { event: Event }) {
  const t = useT();
  const { query: seats } = useSeats(event);
  if (seats.data) return <House event={event} seats={seats.data} />;
  if (seats.isPending) return <LoadingLines what={t('admin.theSeats')} />;
  return <ErrorState title={t('admin.seatsUnshowable')} message={problemOf(seats.error).message} onRetry={() => void seats.refetch()} />;
}

function House({ event, seats }: { event: Event; seats: Availability }) {
  const t = useT();
  const [id, setId] = useState(event.seating.sections[0]?.id ?? '');
  const change = useChangeSale(event.id);
  const section = sectionOf(event, id);
  const offSale = [...seats.notFree].filter(([, state]) => state === 'blocked').map(([seat]) => seat);
  const inSection = (sectionId: string) => offSale.filter((seat) => sectionOfSeat(event, seat)?.id === sectionId).length;

  const submit = (wish: SaleChange, onDone?: () => void) => change.mutate(wish, {
    onSuccess: () => {
      sayDone(t(wish.onSale ? 'admin.areOnSale' : 'admin.areOffSale', { count: wish.seats.length }));
      onDone?.();
    },
  });
  const parts = { event, seats, busy: change.isPending, onChange: submit };
  return (
    <div className="flex flex-col gap-6">
      <p>{t('admin.houseNow', { free: formatCount(seats.free), all: formatCount(seats.capacity), off: formatCount(offSale.length) })}</p>
      {change.isError && <SaleRefusal event={event} error={change.error} />}
      <SelectField label={t('admin.section')} className="max-w-md" value={id} onChange={(choice) => setId(choice.target.value)}>
        {event.seating.sections.map(({ id: each, name }) => (
          <option key={each} value={each}>{t('admin.sectionOption', { name, off: formatCount(inSection(each)) })}</option>
        ))}
      </SelectField>
      {section?.kind === 'reserved' && <SeatsOffSale key={id} section={section} {...parts} />}
      {section?.kind === 'general' && <PlacesOffSale key={id} section={section} {...parts} />}
    </div>
  );
}

function SaleRefusal({ event, error }: { event: Event; error: Error }) {
  const t = useT();
  const problem = problemOf(error);
  if (problem.slug !== 'seat-taken') return <Notice kind="problem" title={t('admin.nothingChanged')}>{problem.message}</Notice>;
  return (
    <Notice kind="problem" title={t('admin.somebodyHasThem')}>
      <p>{t('admin.takenMeanwhile')}</p>
      <ul className="list-inside list-disc">
        {problem.seats.map((seat) => <li key={seat}>{describeSeat(event, seat)}</li>)}
      </ul>
    </Notice>
  );
}
