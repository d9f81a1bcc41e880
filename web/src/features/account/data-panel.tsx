import { useExport } from '@/api/account';
import { problemOf } from '@/api/problem';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { saveFile } from '@/ui/save-file';
import { sayFailed } from '@/ui/toasts';

export function DataPanel() {
  const t = useT();
  const data = useExport();
  const save = () => data.mutate(undefined, {
    onSuccess: (all) => saveFile('seatlog-export.json', 'application/json', JSON.stringify(all, null, 2)),
    onError: (error) => sayFailed(t('account.exportFailed', { reason: problemOf(error).message })),
  });
  return (
    <Panel title={t('account.data')}>
      <p className="mb-4 text-muted">{t('account.dataText')}</p>
      <Button busy={data.isPending} onClick={save}>{t('account.export')}</Button>
    </Panel>
  );
}
