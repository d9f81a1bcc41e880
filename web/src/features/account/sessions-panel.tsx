import { useRevokeSession, useSessions } from '@/api/account';
import { problemOf } from '@/api/problem';
import type { SessionEntry } from '@/api/schema';
import { useT } from '@/i18n';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { formatDateTime } from '@/ui/dates';
import { LoadingLines } from '@/ui/skeleton';
import { ErrorState } from '@/ui/states';
import { sayDone, sayFailed } from '@/ui/toasts';
import { deviceOf } from './device';

/** Where one is logged in, and the way to end what one does not recognise. */
export function SessionsPanel() {
  const t = useT();
  const sessions = useSessions();
  return (
    <Panel title={t('account.sessions')}>
      <p className="mb-4 text-sm text-muted">{t('account.sessionsText')}</p>
      {sessions.isPending && <LoadingLines what={t('account.sessionsLoading')} lines={2} />}
      {sessions.isError && (
        <ErrorState title={t('account.sessionsUnshowable')} message={problemOf(sessions.error).message} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.data && (
        <ul aria-label={t('account.sessions')} className="divide-y divide-line">
          {sessions.data.items.map((session) => <SessionLine key={session.id} session={session} />)}
        </ul>
      )}
    </Panel>
  );
}

function SessionLine({ session }: { session: SessionEntry }) {
  const t = useT();
  const revoke = useRevokeSession();
  const device = deviceOf(session.user_agent);
  const name = device ? t('account.onSystem', device) : session.user_agent ?? t('account.unknownDevice');
  const end = () => revoke.mutate(session.id, {
    onSuccess: () => sayDone(t('account.sessionEnded')),
    onError: (error) => sayFailed(t('account.sessionNotEnded', { reason: problemOf(error).message })),
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-semibold"><bdi className="wrap-anywhere">{name}</bdi>
          {session.current && <Badge look="good">{t('account.thisDevice')}</Badge>}
        </p>
        <p className="text-sm text-muted">{t('account.lastUsed', { when: formatDateTime(session.last_used_at) })}</p>
        {session.address && <p className="text-sm text-muted wrap-anywhere">{t('account.from', { address: session.address })}</p>}
      </div>
      {!session.current && (
        <Button size="small" busy={revoke.isPending} aria-label={t('account.endSessionOf', { device: name })} onClick={end}>{t('account.endSession')}</Button>
      )}
    </li>
  );
}
