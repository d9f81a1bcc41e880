import type { Event } from '@/api/schema';
import { useT, type TextKey } from '@/i18n';
import { Badge } from '@/ui/badge';

const looks: Record<Event['status'], ['good' | 'bad' | 'plain', TextKey]> = {
  draft: ['plain', 'admin.draft'],
  published: ['good', 'admin.published'],
  cancelled: ['bad', 'admin.cancelled'],
};

export function EventStatus({ status }: { status: Event['status'] }) {
  const t = useT();
  const [look, text] = looks[status];
  return <Badge look={look}>{t(text)}</Badge>;
}
