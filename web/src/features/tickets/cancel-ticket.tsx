import { useCancelBooking } from '@/api/bookings';
import { problemOf } from '@/api/problem';
import type { Booking } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Notice } from '@/ui/notice';
import { sayDone } from '@/ui/toasts';

/** Says what cancelling does before it is done. */
export function CancelTicketDialog({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const t = useT();
  const cancel = useCancelBooking();
  const submit = () =>
    cancel.mutate(booking.id, {
      onSuccess: () => {
        sayDone(t('tickets.isCancelled', { reference: booking.reference }));
        onClose();
      },
    });
  return (
    <Dialog title={t('tickets.cancelTitle', { reference: booking.reference })} onClose={onClose}>
      <ul className="mb-6 list-inside list-disc">
        <li>{t('tickets.cancelAll', { count: booking.seats.length })}</li>
        <li>{t('tickets.cancelOnSale')}</li>
        <li>{t('tickets.cancelForGood')}</li>
        <li>{t('tickets.cancelMail')}</li>
      </ul>
      {cancel.isError && (
        <div className="mb-6"><Notice kind="problem" title={t('tickets.notCancelled')}>{problemOf(cancel.error).message}</Notice></div>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t('tickets.keep')}</Button>
        <Button look="danger" busy={cancel.isPending} onClick={submit}>{t('tickets.cancel')}</Button>
      </div>
    </Dialog>
  );
}
