import { useDeleteEvent } from '@/api/events';
import { problemOf, type ApiProblem } from '@/api/problem';
import type { Event } from '@/api/schema';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Notice } from '@/ui/notice';
import { counted } from '@/ui/numbers';
import { sayDone } from '@/ui/toasts';

function why(problem: ApiProblem): string {
  if (problem.slug !== 'event-has-bookings') return problem.message;
  const bookings = problem.count('bookings');
  const some = bookings === undefined ? 'bookings' : counted(bookings, 'confirmed booking');
  return `It has ${some}. Cancel the event first: its buyers are told, and then it can be deleted.`;
}

export function DeleteEventDialog({ event, onClose }: { event: Event; onClose: () => void }) {
  const remove = useDeleteEvent();
  const submit = () =>
    remove.mutate(event.id, {
      onSuccess: () => {
        sayDone(`${event.name} is deleted.`);
        onClose();
      },
    });
  return (
    <Dialog title={`Delete ${event.name}?`} onClose={onClose}>
      <p className="mb-4">It disappears from every list. Its facts stay in the log. It cannot be undone.</p>
      {remove.isError && <Notice kind="problem" title="The event is not deleted">{why(problemOf(remove.error))}</Notice>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>Keep the event</Button>
        <Button look="danger" busy={remove.isPending} onClick={submit}>Delete the event</Button>
      </div>
    </Dialog>
  );
}
