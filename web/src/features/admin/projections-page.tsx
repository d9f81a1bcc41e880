import { useState } from 'react';
import { useProjections, useRebuild } from '@/api/operations';
import { problemOf } from '@/api/problem';
import type { Projection } from '@/api/schema';
import { useT, type TextKey } from '@/i18n';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { formatDuration } from '@/ui/durations';
import { Notice } from '@/ui/notice';
import { formatCount, formatShare } from '@/ui/numbers';
import { PageTitle } from '@/ui/page';
import { Cell, RowHeading, Table } from '@/ui/table';
import { sayDone } from '@/ui/toasts';
import { Meter } from './charts/meter';
import { Loaded } from './loaded';

const states: Record<Projection['state'], ['good' | 'bad' | 'plain', TextKey]> = {
  running: ['good', 'admin.running'],
  rebuilding: ['plain', 'admin.rebuilding'],
  halted: ['bad', 'admin.halted'],
};

export function ProjectionsPage() {
  const t = useT();
  const projections = useProjections();
  const title = t('admin.readModels');
  return (
    <>
      <PageTitle title={title} />
      <p className="mb-6 max-w-3xl text-muted">{t('admin.readModelsText')}</p>
      <Loaded of={projections} what={t('admin.theReadModels')} failed={t('admin.readModelsUnshowable')} empty={t('admin.noReadModels')}>
        {({ items }) => (
          <>
            {items.some(({ state }) => state === 'halted') && <div className="mb-6"><Notice kind="problem" title={t('admin.someHalted')}>{t('admin.someHaltedText')}</Notice></div>}
            <Table
              caption={title}
              columns={[
                { title: t('admin.name') }, { title: t('admin.state') }, { title: t('admin.position'), numeric: true }, { title: t('admin.logHead'), numeric: true },
                { title: t('admin.lag'), numeric: true }, { title: t('admin.actions') },
              ]}
            >
              {items.map((projection) => <ProjectionRow key={projection.name} projection={projection} />)}
            </Table>
          </>
        )}
      </Loaded>
    </>
  );
}

function ProjectionRow({ projection }: { projection: Projection }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const { name, state, lag, lag_ms } = projection;
  const [look, word] = states[state];
  return (
    <tr>
      <RowHeading><span className="font-mono">{name}</span></RowHeading>
      <Cell>
        <Badge look={look}>{t(word)}</Badge>
        {state === 'rebuilding' && <Progress projection={projection} />}
        {projection.error && <p className="mt-1 max-w-md text-xs break-words">{projection.error}</p>}
      </Cell>
      <Cell numeric>{formatCount(projection.position)}</Cell>
      <Cell numeric>{formatCount(projection.head)}</Cell>
      <Cell numeric className="whitespace-nowrap">
        {formatCount(lag)}
        {lag > 0 && <div className="text-xs text-muted">{formatDuration(lag_ms)}</div>}
      </Cell>
      <Cell>
        <Button size="small" aria-disabled={state === 'rebuilding'} aria-label={t('admin.rebuildModel', { name })} onClick={() => setAsking(true)}>{t('admin.rebuild')}</Button>
        {asking && <RebuildDialog name={name} onClose={() => setAsking(false)} />}
      </Cell>
    </tr>
  );
}

function Progress({ projection: { name, progress, facts_per_sec, remaining_ms } }: { projection: Projection }) {
  const t = useT();
  const share = progress ?? 0;
  const told = [
    formatShare(share),
    facts_per_sec != null && t('admin.factsPerSecond', { count: Math.round(facts_per_sec) }),
    remaining_ms != null && t('admin.remaining', { time: formatDuration(remaining_ms) }),
  ].filter(Boolean).join(', ');
  return (
    <div className="mt-2 w-56">
      <div role="progressbar" aria-label={t('admin.rebuildOf', { name })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} aria-valuetext={told}>
        <Meter share={share} />
      </div>
      <p aria-hidden="true" className="mt-1 text-xs text-muted tabular-nums">{told}</p>
    </div>
  );
}

/** Building anew costs time and strength, and shows nothing until it is done: it says so first. */
function RebuildDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useT();
  const rebuild = useRebuild();
  const submit = () => rebuild.mutate(name, {
    onSuccess: () => {
      sayDone(t('admin.rebuildBegun', { name }));
      onClose();
    },
  });
  return (
    <Dialog title={t('admin.rebuildTitle', { name })} onClose={onClose}>
      <p className="mb-4">{t('admin.rebuildText')}</p>
      {rebuild.isError && <Notice kind="problem" title={t('admin.notRebuilt')}>{problemOf(rebuild.error).message}</Notice>}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{t('admin.leaveIt')}</Button>
        <Button look="primary" busy={rebuild.isPending} onClick={submit}>{t('admin.rebuildIt')}</Button>
      </div>
    </Dialog>
  );
}
