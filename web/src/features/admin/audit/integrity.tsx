import { useState } from 'react';
import { useChecker, useCheckpoints, useProof, useVerify } from '@/api/audit';
import { problemOf } from '@/api/problem';
import type { Verdict } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { useCursorTrail } from '@/ui/cursor-trail';
import { TextField } from '@/ui/field';
import { Moment } from '@/ui/moment';
import { Notice } from '@/ui/notice';
import { formatCount } from '@/ui/numbers';
import { Pager } from '@/ui/pager';
import { saveFile } from '@/ui/save-file';
import { Cell, RowHeading, Table } from '@/ui/table';
import { sayFailed } from '@/ui/toasts';
import { Loaded } from '@/features/admin/loaded';

/** How the script is called. */
const CHECK = 'python3 check_proof.py proof.json --public-key KEY';

/** Whether the log is what it was, and what proves it to others. */
export function Integrity() {
  return (
    <div className="flex flex-col gap-6">
      <VerifyPanel />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <ProofPanel />
        <CheckerPanel />
      </div>
      <CheckpointsPanel />
    </div>
  );
}

function VerifyPanel() {
  const t = useT();
  const verify = useVerify();
  return (
    <Panel title={t('admin.verify')}>
      <p className="mb-4 max-w-3xl text-muted">{t('admin.verifyText')}</p>
      <Button look="primary" busy={verify.isPending} onClick={() => verify.mutate()}>{t('admin.verifyNow')}</Button>
      <div className="mt-4">
        {verify.isError && <Notice kind="problem" title={t('admin.notVerified')}>{problemOf(verify.error).message}</Notice>}
        {verify.isSuccess && <Result verdict={verify.data} />}
      </div>
    </Panel>
  );
}

function Result({ verdict }: { verdict: Verdict }) {
  const t = useT();
  const figures = t('admin.verifyFigures', { checked: verdict.checked, checkpoints: verdict.checkpoints });
  return (
    <Notice kind={verdict.ok ? 'info' : 'problem'} title={t(verdict.ok ? 'admin.logIntact' : 'admin.logChanged')}>
      {!verdict.ok && verdict.first_bad_position !== undefined && <p className="font-semibold">{t('admin.firstBad', { position: formatCount(verdict.first_bad_position) })}</p>}
      {verdict.reason && <p>{verdict.reason}</p>}
      <p>{figures}</p>
      <p>{t('admin.headHash', { position: formatCount(verdict.head_position) })} <span className="font-mono text-xs break-all">{verdict.head_hash}</span></p>
    </Notice>
  );
}

function ProofPanel() {
  const t = useT();
  const proof = useProof();
  const [id, setId] = useState('');
  const [missing, setMissing] = useState(false);
  const problem = proof.isError ? problemOf(proof.error) : undefined;
  const error = missing ? t('admin.enterBookingId') : problem && (problem.slug === 'not-found' ? t('admin.noSuchBooking') : problem.message);
  return (
    <Panel title={t('admin.proof')}>
      <p className="mb-4 text-muted">{t('admin.proofText')}</p>
      <form
        noValidate
        className="flex flex-wrap items-start gap-3"
        onSubmit={(submit) => {
          submit.preventDefault();
          const wanted = id.trim();
          setMissing(wanted === '');
          if (wanted === '') return;
          proof.mutate(wanted, { onSuccess: (found) => saveFile(`proof-${wanted}.json`, 'application/json', JSON.stringify(found, null, 2)) });
        }}
      >
        <TextField className="min-w-48 grow" label={t('admin.bookingId')} value={id} error={error} spellCheck={false} autoComplete="off" onChange={({ target }) => setId(target.value)} />
        <Button type="submit" className="mt-6" busy={proof.isPending}>{t('admin.downloadProof')}</Button>
      </form>
    </Panel>
  );
}

function CheckerPanel() {
  const t = useT();
  const checker = useChecker();
  const save = () => checker.mutate(undefined, {
    onSuccess: (text) => saveFile('check_proof.py', 'text/x-python', text),
    onError: (error) => sayFailed(t('admin.checkerFailed', { reason: problemOf(error).message })),
  });
  return (
    <Panel title={t('admin.checker')}>
      <p className="mb-4 text-muted">{t('admin.checkerText')}</p>
      <pre className="mb-4 rounded-lg bg-sunken p-3 text-xs whitespace-pre-wrap" dir="ltr">{CHECK}</pre>
      <Button busy={checker.isPending} onClick={save}>{t('admin.downloadChecker')}</Button>
    </Panel>
  );
}

function CheckpointsPanel() {
  const t = useT();
  const trail = useCursorTrail();
  const checkpoints = useCheckpoints({ cursor: trail.cursor });
  const title = t('admin.checkpoints');
  return (
    <Panel title={title}>
      <p className="mb-4 max-w-3xl text-muted">{t('admin.checkpointsText')}</p>
      <Loaded of={checkpoints} what={title} failed={t('admin.checkpointsUnshowable')} empty={t('admin.noCheckpoints')}>
        {({ items, next_cursor }) => (
          <>
            <Table caption={title} columns={[{ title: t('admin.signed') }, { title: t('admin.factsSigned'), numeric: true }, { title: t('admin.note') }, { title: t('admin.actions') }]}>
              {items.map(({ signed_at, tree_size, note }) => (
                <tr key={tree_size}>
                  <RowHeading><span className="whitespace-nowrap"><Moment at={signed_at} /></span></RowHeading>
                  <Cell numeric>{formatCount(tree_size)}</Cell>
                  <Cell><pre className="max-w-md overflow-hidden text-xs text-ellipsis" dir="ltr">{note.trim().split('\n').slice(0, 3).join('\n')}</pre></Cell>
                  <Cell>
                    <Button size="small" aria-label={t('admin.downloadCheckpointOf', { count: formatCount(tree_size) })} onClick={() => saveFile(`checkpoint-${tree_size}.txt`, 'text/plain', note)}>
                      {t('admin.download')}
                    </Button>
                  </Cell>
                </tr>
              ))}
            </Table>
            <Pager trail={trail} nextCursor={next_cursor} of={title} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
