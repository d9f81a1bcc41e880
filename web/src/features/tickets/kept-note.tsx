import { useSyncExternalStore } from 'react';
import { useT } from '@/i18n';
import { formatDateTime } from '@/ui/dates';
import { Notice } from '@/ui/notice';

function listen(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Without a network the page says how old what it shows is. `at`: milliseconds since 1970, 0 when it shows nothing. */
export function KeptNote({ at }: { at: number }) {
  const t = useT();
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  if (online) return null;
  return (
    <div className="mb-6 print:hidden">
      <Notice kind="info" title={t('shell.offline')}>
        {at > 0 ? t('tickets.kept', { when: formatDateTime(new Date(at).toISOString()) }) : t('shell.unreachable')}
      </Notice>
    </div>
  );
}
