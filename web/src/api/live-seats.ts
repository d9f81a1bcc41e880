// The live stream of an event's seats.
import type { LiveChange } from './availability';
import type { SeatChanges, SeatMap } from './schema';

/** Whether the seats are shown as they change. */
export type Liveness = 'connecting' | 'live' | 'late';

interface Listener {
  snapshot: (map: SeatMap) => void;
  /** Some changes in their order, gathered so that a rush for seats does not draw the plan a hundred times a second. */
  changes: (changes: readonly LiveChange[]) => void;
  liveness: (liveness: Liveness) => void;
}

const GATHER_MS = 200;

/** When the browser gives up, as it does on a refusal, the stream is opened anew after this, or up to twice as long. */
const REOPEN_MS = 15_000;

/**
 * Follows an event's seats until told to stop. The browser itself opens a broken stream again and resumes it. A
 * page that nobody looks at lets its stream go: browsers keep only six connections to a server, for all tabs. So
 * does one that loses the network: the stream itself would seem to live until somebody misses an answer.
 */
export function followSeats(eventId: string, listener: Listener): () => void {
  let source: EventSource | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let gathered: LiveChange[] = [];
  // Only ever heard of, not asked for: a browser may call itself offline that reaches its own machine.
  let offline = false;

  const tell = () => {
    gathering = undefined;
    const changes = gathered;
    gathered = [];
    if (changes.length > 0) listener.changes(changes);
  };
  const close = () => {
    clearTimeout(reopening);
    clearTimeout(gathering);
    tell();
    source?.close();
    source = undefined;
  };
  const open = () => {
    const opened = new EventSource(`/api/v1/events/${encodeURIComponent(eventId)}/seats/live`);
    source = opened;
    opened.addEventListener('open', () => listener.liveness('live'));
    opened.addEventListener('snapshot', ({ data }: MessageEvent<string>) => {
      gathered = [];
      listener.snapshot(JSON.parse(data) as SeatMap);
    });
    opened.addEventListener('seats', ({ data, lastEventId }: MessageEvent<string>) => {
      gathered.push({ ...(JSON.parse(data) as SeatChanges), position: Number(lastEventId) });
      gathering ??= setTimeout(tell, GATHER_MS);
    });
    opened.addEventListener('error', () => {
      listener.liveness('late');
      if (opened.readyState === EventSource.CLOSED) reopening = setTimeout(open, REOPEN_MS * (1 + Math.random()));
    });
  };
  const look = () => {
    if (offline || document.hidden) {
      close();
      listener.liveness(offline ? 'late' : 'connecting');
    } else if (!source) open();
  };
  const hear = ({ type }: Event) => {
    offline = type === 'offline';
    look();
  };

  look();
  document.addEventListener('visibilitychange', look);
  for (const network of ['offline', 'online']) window.addEventListener(network, hear);
  return () => {
    document.removeEventListener('visibilitychange', look);
    for (const network of ['offline', 'online']) window.removeEventListener(network, hear);
    close();
  };
}
