import { useNavigate, useParams } from 'react-router';
import { useChangeEvent, useEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { sayDone } from '@/ui/toasts';
import { EventForm } from './event-form';
import { patchOf, valuesOf, type EventFormValues } from './event-form-values';

export function EditEventPage() {
  const { id = '' } = useParams();
  const event = useEvent(id);
  return (
    <>
      <PageTitle title={event.data ? `Edit ${event.data.name}` : 'Edit an event'} />
      {event.isPending && <LoadingLines what="the event" lines={8} />}
      {event.isError && (
        <ErrorState title="The event cannot be shown" message={problemOf(event.error).message} onRetry={() => void event.refetch()} />
      )}
      {event.data && <EditForm key={event.data.id} event={event.data} />}
    </>
  );
}

function EditForm({ event }: { event: Event }) {
  const navigate = useNavigate();
  const change = useChangeEvent(event.id);
  const before = valuesOf(event);

  const submit = async (values: EventFormValues) => {
    const patch = patchOf(before, values);
    if (Object.keys(patch).length > 0) {
      await change.mutateAsync(patch);
      sayDone(`${values.name} is changed.`);
    }
    await navigate('/admin/events');
  };

  return <EventForm values={before} submit="Save the changes" onSubmit={submit} />;
}
