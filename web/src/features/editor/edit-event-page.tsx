import { useNavigate, useParams } from 'react-router';
import { useChangeEvent, useEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event, EventInput, EventPatch } from '@/api/schema';
import { useT } from '@/i18n';
import { PageTitle } from '@/ui/page';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { sayDone } from '@/ui/toasts';
import { draftOf } from './draft';
import { detailsOf } from './event-details';
import { EventForm } from './event-form';

export function EditEventPage() {
  const t = useT();
  const { id = '' } = useParams();
  const event = useEvent(id);
  return (
    <>
      <PageTitle title={event.data ? t('editor.editNamed', { name: event.data.name }) : t('editor.editTitle')} />
      {event.isPending && <LoadingLines what={t('editor.theEvent')} lines={8} />}
      {event.isError && (
        <ErrorState title={t('editor.notShown')} message={problemOf(event.error).message} onRetry={() => void event.refetch()} />
      )}
      {event.data && <EditForm key={event.data.id} event={event.data} />}
    </>
  );
}

/** Only what was changed: a plan that is in use may stay, but not be sent again. */
function changesOf(before: EventInput, after: EventInput): EventPatch {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) =>
    name !== 'draft' && JSON.stringify(value) !== JSON.stringify(before[name as keyof EventInput])));
}

function EditForm({ event }: { event: Event }) {
  const t = useT();
  const navigate = useNavigate();
  const change = useChangeEvent(event.id);

  const submit = async (input: EventInput, before: EventInput) => {
    const patch = changesOf(before, input);
    if (Object.keys(patch).length > 0) {
      await change.mutateAsync(patch);
      sayDone(t('editor.changed', { name: input.name }));
    }
    await navigate('/admin/events');
  };

  return (
    <EventForm
      details={detailsOf(event)}
      plan={() => draftOf(event.seating.sections, event.currency)}
      submit={t('editor.save')}
      onSubmit={submit}
    />
  );
}
