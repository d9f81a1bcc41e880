import type { HoldEnd } from '@/api/holds';
import { useT } from '@/i18n';
import { Button, LinkButton } from '@/ui/button';
import { Notice } from '@/ui/notice';

/** What became of the seats that were held. `onAgain`: they can be chosen anew by one click. */
export function HoldEnded({ end, onAgain }: { end: HoldEnd; onAgain: (() => void) | undefined }) {
  const t = useT();
  const again = onAgain && <Button size="small" className="mt-2" onClick={onAgain}>{t('seats.sameSeats')}</Button>;
  switch (end) {
    case 'expired':
      return (
        <Notice kind="problem" title={t('seats.ranOut')}>
          <p>{t('seats.ranOutText')}</p>
          {again}
        </Notice>
      );
    case 'released':
      return (
        <Notice kind="info" title={t('seats.noLongerHeld')}>
          <p>{t('seats.noLongerHeldText')}</p>
          {again}
        </Notice>
      );
    case 'booked':
      return (
        <Notice kind="info" title={t('seats.heldAreBooked')}>
          <LinkButton size="small" className="mt-2" to="/tickets">{t('seats.seeTickets')}</LinkButton>
        </Notice>
      );
  }
}
