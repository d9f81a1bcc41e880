import type { Query } from '@/api/client';
import { problemOf } from '@/api/problem';
import { useCsv } from '@/api/reports';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { saveFile } from '@/ui/save-file';
import { sayFailed } from '@/ui/toasts';

interface CsvButtonProps {
  path: string;
  /** As the report is shown: the file is as of the same moment, and has all of it rather than a page. */
  filter: Query;
  /** What the file is called, without its ending. */
  name: string;
}

export function CsvButton({ path, filter, name }: CsvButtonProps) {
  const t = useT();
  const csv = useCsv();
  const save = () => csv.mutate({ path, filter }, {
    onSuccess: (text) => saveFile(`${name}-${String(filter['as_of'] ?? 'now').replaceAll(':', '-')}.csv`, 'text/csv', text),
    onError: (error) => sayFailed(t('admin.csvFailed', { reason: problemOf(error).message })),
  });
  return <Button size="small" busy={csv.isPending} onClick={save}>{t('admin.csv')}</Button>;
}
