import { useState } from 'react';
import { useCancelEvent } from '@/api/events';
import { problemOf } from '@/api/problem';
import type { Event } from '@/api/schema';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextArea } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { sayDone } from '@/ui/toasts';

/** Cancelling ends everybody's bookings: it says so, and asks for the reason that the buyers will read. */
export function CancelEventDialog({ event, onClose }: { event: Event; onClose: () => void }) {
  const cancel = useCancelEvent();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = () => {
    const given = reason.trim();
    setMissing(given === '');
    if (given === '') return;
    cancel.mutate({ id: event.id, reason: given }, {
      onSuccess: () => {
        sayDone(`${event.name} is cancelled.`);
        onClose();
      },
    });
  };
  const problem = cancel.isError ? problemOf(cancel.error) : undefined;
  const atReason = problem?.errors.find(({ field }) => field === 'reason')?.message;
  return (
    <Dialog title={`Cancel ${event.name}?`} onClose={onClose}>
      <ul className="mb-4 list-inside list-disc">
        <li>Sales end at once.</li>
        <li>Every booking of this event is cancelled, and each buyer gets a mail.</li>
        <li>It cannot be undone.</li>
      </ul>
      <TextArea
        label="Reason"
        hint="The buyers read it."
        value={reason}
        error={missing ? 'Say why, for those who booked.' : atReason}
        onChange={(change) => setReason(change.target.value)}
      />
      {problem && !atReason && <div className="mt-4"><Notice kind="problem" title="The event is not cancelled">{problem.message}</Notice></div>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>Keep the event</Button>
        <Button look="danger" busy={cancel.isPending} onClick={submit}>Cancel the event</Button>
      </div>
    </Dialog>
  );
}
