import { useCancelBooking } from '@/api/bookings';
import { problemOf } from '@/api/problem';
import type { Booking } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Notice } from '@/ui/notice';
import { sayDone } from '@/ui/toasts';

export function CancelBookingDialog({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const t = useT();
  const cancel = useCancelBooking();
  const { reference } = booking;
  const submit = () =>
    cancel.mutate(booking.id, {
      onSuccess: () => {
        sayDone(t('admin.bookingCancelled', { reference }));
        onClose();
      },
    });
  return (
    <Dialog title={t('admin.cancelBookingTitle', { reference })} onClose={onClose}>
      <ul className="mb-6 list-inside list-disc">
        <li>{t('admin.buyerLoses', { seats: t('shell.seats', { count: booking.seats.length }) })}</li>
        <li>{t('admin.seatsBack')}</li>
        <li>{t('admin.forGood')}</li>
      </ul>
      {cancel.isError && (
        <div className="mb-6"><Notice kind="problem" title={t('admin.bookingNotCancelled')}>{problemOf(cancel.error).message}</Notice></div>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t('admin.keepBooking')}</Button>
        <Button look="danger" busy={cancel.isPending} onClick={submit}>{t('admin.cancelTheBooking')}</Button>
      </div>
    </Dialog>
  );
}
