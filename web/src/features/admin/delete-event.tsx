import { useDeleteEvent } from '@/api/events';
import { problemOf, type ApiProblem } from '@/api/problem';
import type { Event } from '@/api/schema';
import { t as text, useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Notice } from '@/ui/notice';
import { sayDone } from '@/ui/toasts';

function why(problem: ApiProblem): string {
  if (problem.slug !== 'event-has-bookings') return problem.message;
  const bookings = problem.count('bookings');
  return bookings === undefined ? text('admin.eventHasSomeBookings') : text('admin.eventHasBookings', { count: bookings });
}

export function DeleteEventDialog({ event, onClose }: { event: Event; onClose: () => void }) {
  const t = useT();
  const remove = useDeleteEvent();
  const { name } = event;
  const submit = () =>
    remove.mutate(event.id, {
      onSuccess: () => {
        sayDone(t('admin.eventDeleted', { name }));
        onClose();
      },
    });
  return (
    <Dialog title={t('admin.deleteEventTitle', { name })} onClose={onClose}>
      <p className="mb-4">{t('admin.deleteEventText')}</p>
      {remove.isError && <Notice kind="problem" title={t('admin.eventNotDeleted')}>{why(problemOf(remove.error))}</Notice>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t('admin.keepEvent')}</Button>
        <Button look="danger" busy={remove.isPending} onClick={submit}>{t('admin.deleteTheEvent')}</Button>
      </div>
    </Dialog>
  );
}
