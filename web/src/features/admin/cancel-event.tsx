import { useState } from 'react';
import { useCancelEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextArea } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { sayDone } from '@/ui/toasts';

/** Cancelling ends everybody's bookings: it says so, and asks for the reason that the buyers will read. */
export function CancelEventDialog({ event, onClose }: { event: Event; onClose: () => void }) {
  const t = useT();
  const cancel = useCancelEvent();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { name } = event;
  const submit = () => {
    const given = reason.trim();
    setMissing(given === '');
    if (given === '') return;
    cancel.mutate({ id: event.id, reason: given }, {
      onSuccess: () => {
        sayDone(t('admin.eventCancelled', { name }));
        onClose();
      },
    });
  };
  const problem = cancel.isError ? problemOf(cancel.error) : undefined;
  const atReason = problem?.errors.find(({ field }) => field === 'reason')?.message;
  return (
    <Dialog title={t('admin.cancelEventTitle', { name })} onClose={onClose}>
      <ul className="mb-4 list-inside list-disc">
        <li>{t('admin.salesEnd')}</li>
        <li>{t('admin.bookingsEnd')}</li>
        <li>{t('admin.forGood')}</li>
      </ul>
      <TextArea
        label={t('admin.reason')}
        hint={t('admin.buyersReadIt')}
        value={reason}
        error={missing ? t('admin.sayWhy') : atReason}
        onChange={(change) => setReason(change.target.value)}
      />
      {problem && !atReason && <div className="mt-4"><Notice kind="problem" title={t('admin.eventNotCancelled')}>{problem.message}</Notice></div>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t('admin.keepEvent')}</Button>
        <Button look="danger" busy={cancel.isPending} onClick={submit}>{t('admin.cancelTheEvent')}</Button>
      </div>
    </Dialog>
  );
}
