import type { Booking } from '@/api/schema';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';

export function BookingBadge({ status }: { status: Booking['status'] }) {
  const t = useT();
  return <Badge look={status === 'confirmed' ? 'good' : 'bad'}>{t(status === 'confirmed' ? 'shell.confirmed' : 'shell.cancelled')}</Badge>;
}
