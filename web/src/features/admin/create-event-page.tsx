import { useNavigate } from 'react-router';
import { useCreateEvent } from '@/api/events';
import { useIntent } from '@/api/intent';
import { problemOf } from '@/api/problem';
import { PageTitle } from '@/ui/page';
import { sayDone } from '@/ui/toasts';
import { EventForm } from './event-form';
import { emptyEvent, inputOf, type EventFormValues } from './event-form-values';

export function CreateEventPage() {
  const navigate = useNavigate();
  const create = useCreateEvent();
  const intent = useIntent();

  const submit = async (values: EventFormValues) => {
    const input = inputOf(values);
    try {
      const event = await create.mutateAsync({ input, key: intent.keyFor(input) });
      sayDone(event.status === 'draft' ? `${event.name} is saved as a draft.` : `${event.name} is on the programme.`);
      await navigate('/admin/events');
    } catch (error) {
      if (!problemOf(error).retryable) intent.settle();
      throw error;
    }
  };

  return (
    <>
      <PageTitle title="Create an event" />
      <EventForm values={emptyEvent} submit="Create the event" onSubmit={submit} isNew />
    </>
  );
}
