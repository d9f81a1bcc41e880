import { useNavigate } from 'react-router';
import { useCreateEvent } from '@/api/events';
import { useIntent } from '@/api/intent';
import { problemOf } from '@/api/problem';
import type { EventInput } from '@/api/schema';
import { useT } from '@/i18n';
import { PageTitle } from '@/ui/page';
import { sayDone } from '@/ui/toasts';
import { newSection } from './draft';
import { emptyDetails } from './event-details';
import { EventForm } from './event-form';

export function CreateEventPage() {
  const t = useT();
  const navigate = useNavigate();
  const create = useCreateEvent();
  const intent = useIntent();

  const submit = async (input: EventInput) => {
    try {
      const event = await create.mutateAsync({ input, key: intent.keyFor(input) });
      sayDone(t(event.status === 'draft' ? 'editor.savedDraft' : 'editor.onProgramme', { name: event.name }));
      await navigate('/admin/events');
    } catch (error) {
      if (!problemOf(error).retryable) intent.settle();
      throw error;
    }
  };

  return (
    <>
      <PageTitle title={t('editor.createTitle')} />
      <EventForm details={emptyDetails} plan={() => [newSection([], 'reserved')]} submit={t('editor.create')} onSubmit={submit} isNew />
    </>
  );
}
