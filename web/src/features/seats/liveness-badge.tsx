import type { Liveness } from '@/api/live-seats';
import { POLL_SECS } from '@/api/seats';
import { Badge } from '@/ui/badge';

/** Whether the plan shows every change as it happens. Only that it does not is said aloud. */
export function LivenessBadge({ liveness }: { liveness: Liveness }) {
  return (
    <div>
      {liveness === 'live' && <Badge look="good">Live</Badge>}
      <span role="status">
        {liveness === 'late' && (
          <span title={`What is free is asked for every ${POLL_SECS} seconds.`}>
            <Badge look="plain">Not live</Badge>
            <span className="sr-only">: what is free is asked for every {POLL_SECS} seconds.</span>
          </span>
        )}
      </span>
    </div>
  );
}
