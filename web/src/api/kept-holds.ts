// Which holds this tab has running, so that a reload, or a walk to another page and back, finds them again.
//
// Session storage rather than the address: the address is shared, bookmarked and written to logs, and is gone
// after a click on a link. Rather than local storage: another tab may have a hold of its own. Nothing here is a
// secret: a hold's id opens nothing without the token of the person whose hold it is.
import { useSyncExternalStore } from 'react';
import { useSession } from './session';

const KEY = 'seatlog-holds';

interface Kept {
  hold: string;
  user: string;
}

/** The hold of each event, by the event's id. */
type KeptHolds = Readonly<Record<string, Kept>>;

const listeners = new Set<() => void>();
let kept: KeptHolds | undefined;

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null
    && 'hold' in value && typeof value.hold === 'string' && 'user' in value && typeof value.user === 'string';
}

function stored(): KeptHolds {
  try {
    const holds: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    return Object.fromEntries(Object.entries(holds ?? {}).filter((entry): entry is [string, Kept] => isKept(entry[1])));
  } catch {
    return {};
  }
}

function current(): KeptHolds {
  kept ??= stored();
  return kept;
}

function become(next: KeptHolds): void {
  kept = next;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Without storage the hold is found again as long as the page is not loaded anew.
  }
  for (const listener of listeners) listener();
}

export function keepHold(eventId: string, hold: string, user: string): void {
  become({ ...current(), [eventId]: { hold, user } });
}

export function forgetHold(eventId: string): void {
  if (!(eventId in current())) return;
  become(Object.fromEntries(Object.entries(current()).filter(([event]) => event !== eventId)));
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/**
 * The kept holds of whoever is signed in. Until that is known they may be anybody's: they are named all the same,
 * so that a page can wait with what it shows.
 */
export function useKeptHolds(): { event: string; hold: string }[] {
  const session = useSession();
  const holds = useSyncExternalStore(listen, current);
  const isTheirs = ({ user }: Kept) => session.status === 'starting' || (session.status === 'signed-in' && session.user.id === user);
  return Object.entries(holds).filter(([, one]) => isTheirs(one)).map(([event, { hold }]) => ({ event, hold }));
}

/** As after loading the page; for tests. */
export function reloadKeptHolds(): void {
  kept = undefined;
}
