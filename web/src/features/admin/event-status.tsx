import type { Event } from '@/api/schema';
import { Badge } from '@/ui/badge';

const looks: Record<Event['status'], ['good' | 'bad' | 'plain', string]> = {
  draft: ['plain', 'Draft'],
  published: ['good', 'Published'],
  cancelled: ['bad', 'Cancelled'],
};

export function EventStatus({ status }: { status: Event['status'] }) {
  const [look, text] = looks[status];
  return <Badge look={look}>{text}</Badge>;
}
