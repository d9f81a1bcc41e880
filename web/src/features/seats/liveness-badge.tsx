import type { Liveness } from '@/api/live-seats';
import { POLL_SECS } from '@/api/seats';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';

/** Whether the plan shows every change as it happens. Only that it does not is said aloud. */
export function LivenessBadge({ liveness }: { liveness: Liveness }) {
  const t = useT();
  const hint = t('seats.notLiveHint', { seconds: POLL_SECS });
  return (
    <div>
      {liveness === 'live' && <Badge look="good">{t('seats.live')}</Badge>}
      <span role="status">
        {liveness === 'late' && (
          <span title={hint}>
            <Badge look="plain">{t('seats.notLive')}</Badge>
            <span className="sr-only">: {hint}</span>
          </span>
        )}
      </span>
    </div>
  );
}
