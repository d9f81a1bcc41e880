import { useCancelBooking } from '@/api/bookings';
import { problemOf } from '@/api/problem';
import type { Booking } from '@/api/schema';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Notice } from '@/ui/notice';
import { counted } from '@/ui/numbers';
import { sayDone } from '@/ui/toasts';

export function CancelBookingDialog({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const cancel = useCancelBooking();
  const submit = () =>
    cancel.mutate(booking.id, {
      onSuccess: () => {
        sayDone(`Booking ${booking.reference} is cancelled.`);
        onClose();
      },
    });
  return (
    <Dialog title={`Cancel booking ${booking.reference}?`} onClose={onClose}>
      <ul className="mb-6 list-inside list-disc">
        <li>The buyer loses all of it, {counted(booking.seats.length, 'seat')}, and gets a mail.</li>
        <li>The seats go back on sale at once.</li>
        <li>It cannot be undone.</li>
      </ul>
      {cancel.isError && (
        <div className="mb-6"><Notice kind="problem" title="The booking is not cancelled">{problemOf(cancel.error).message}</Notice></div>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>Keep the booking</Button>
        <Button look="danger" busy={cancel.isPending} onClick={submit}>Cancel the booking</Button>
      </div>
    </Dialog>
  );
}
