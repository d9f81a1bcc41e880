import { useEffect, useRef, useState } from 'react';
import { useFirstFact } from '@/api/audit';
import { serverNow } from '@/api/clock';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { formatDateTime, fromLocalInput, toLocalInput } from '@/ui/dates';
import { TextField } from '@/ui/field';
import { formatCount } from '@/ui/numbers';
import type { ReportMoment } from './moment';

/** As fine as the slider is. The field beside it takes any minute. */
const STEPS = 1_000;

/** Whoever drags is not asked for at every pixel. */
const PAUSE_MS = 250;

/** The log knows microseconds, and the page only milliseconds: the one cut off would lie before the log's beginning. */
function startOf(recordedAt: string): number {
  return Date.parse(recordedAt) + (/\.\d{4,}/.test(recordedAt) ? 1 : 0);
}

/** Chooses the moment as of which all reports speak, from the log's first fact to now. */
export function MomentBar({ moment }: { moment: ReportMoment }) {
  const t = useT();
  const first = useFirstFact().data;
  const [opened] = useState(serverNow);
  const from = first ? startOf(first.recorded_at) : opened;
  const end = Math.max(opened, from);
  const [dragged, setDragged] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const shown = moment.wanted === '' || moment.at === undefined ? end : Date.parse(moment.at);
  const atStep = (step: number) => new Date(from + ((end - from) * step) / STEPS).toISOString();
  const step = dragged ?? Math.round((Math.min(Math.max(shown - from, 0), end - from) / Math.max(end - from, 1)) * STEPS);
  const drag = (next: number) => {
    setDragged(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      moment.set(next >= STEPS ? '' : atStep(next));
      setDragged(undefined);
    }, PAUSE_MS);
  };
  const spoken = step >= STEPS ? t('admin.now') : formatDateTime(dragged === undefined && moment.at ? moment.at : atStep(step));

  return (
    <section aria-label={t('admin.asOf')} className="mb-6 rounded-2xl border border-line bg-surface p-5 shadow-card">
      <div className="grid grid-cols-1 items-start gap-x-6 gap-y-4 md:grid-cols-[minmax(0,1fr)_auto]">
        <div>
          <div className="flex flex-wrap justify-between gap-x-4">
            <span className="font-semibold">{t('admin.asOf')}</span>
            <output className="font-semibold tabular-nums">{spoken}</output>
          </div>
          <input
            type="range"
            aria-label={t('admin.asOf')}
            aria-valuetext={spoken}
            min={0}
            max={STEPS}
            value={step}
            // Until it is known where the log begins, every place on it is now.
            disabled={first === undefined}
            onChange={({ target }) => drag(Number(target.value))}
            className="my-2 w-full accent-primary"
          />
          <div className="flex justify-between gap-4 text-sm text-muted">
            <span>{formatDateTime(new Date(from).toISOString())}</span>
            <span>{t('admin.now')}</span>
          </div>
        </div>
        <form
          className="flex flex-wrap items-start gap-3"
          onSubmit={(submit) => {
            submit.preventDefault();
            const typed = new FormData(submit.currentTarget).get('as_of');
            const at = typeof typed === 'string' ? fromLocalInput(typed) : undefined;
            if (at !== undefined) moment.set(at);
          }}
        >
          <TextField
            key={moment.at}
            label={t('admin.moment')}
            name="as_of"
            type="datetime-local"
            step={1}
            required
            error={moment.error}
            defaultValue={toLocalInput(moment.wanted === '' ? undefined : moment.at)}
          />
          <div className="mt-6 flex gap-3">
            <Button type="submit">{t('admin.goThere')}</Button>
            <Button look="quiet" aria-disabled={moment.wanted === ''} onClick={() => moment.set('')}>{t('admin.now')}</Button>
          </div>
        </form>
      </div>
      <p role="status" className="mt-3 text-sm text-muted">
        {moment.position !== undefined && moment.at !== undefined
          && t('admin.asOfPosition', { time: formatDateTime(moment.at), position: formatCount(moment.position) })}
      </p>
    </section>
  );
}
