import { useT, type TextKey } from '@/i18n';

const reasons: Record<string, TextKey> = {
  'seat-taken': 'admin.seatTaken', 'not-enough-seats': 'admin.notEnoughSeats', 'limit-reached': 'admin.limitReached',
  'sales-closed': 'admin.salesClosed', 'hold-expired': 'admin.holdExpired',
};

/** Why somebody did not get seats. */
export function RefusalReason({ reason }: { reason: string }) {
  const t = useT();
  const known = reasons[reason];
  return known ? t(known) : reason;
}

export const refusalReasons = Object.entries(reasons);
