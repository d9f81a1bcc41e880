import { useIsPast } from '@/api/clock';
import { useHolding } from '@/api/holds';
import { problemOf, type ApiProblem } from '@/api/problem';
import { useQueue } from '@/api/queue';
import type { Event, Queue } from '@/api/schema';
import { useSession } from '@/api/session';

/** Whether the seats of an event can be seen and held now. */
export type Entrance =
  /** Nobody waits, or this buyer need not, or need not any more: until then, if it is their turn. */
  | { open: true; until: string | undefined }
  | { open: false; at: 'door' }
  | { open: false; at: 'finding' }
  | { open: false; at: 'unknown'; problem: ApiProblem; retry: () => void }
  | { open: false; at: 'room'; queue: Queue };

export function useEntrance(event: Event): Entrance {
  const session = useSession();
  const holding = useHolding(event.id);
  const signedIn = session.status === 'signed-in';
  // Staff wait for nobody.
  const waits = Boolean(event.waiting_room) && !(signedIn && session.user.role !== 'user');
  const { data: queue, error, refetch } = useQueue(event.id, waits && signedIn);
  const timeUp = useIsPast(queue?.admitted_until);
  // Whoever holds seats was let in, and books them.
  const holds = holding.step !== 'none' && holding.step !== 'ended';
  if (!waits || holds || queue?.state === 'open') return { open: true, until: undefined };
  if (session.status === 'anonymous') return { open: false, at: 'door' };
  if (queue?.state === 'admitted') {
    return timeUp
      ? { open: false, at: 'room', queue: { ...queue, state: 'over' } }
      : { open: true, until: queue.admitted_until ?? undefined };
  }
  if (queue) return { open: false, at: 'room', queue };
  if (error) return { open: false, at: 'unknown', problem: problemOf(error), retry: () => void refetch() };
  return { open: false, at: 'finding' };
}
