import { memo, useCallback, useState } from 'react';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { CloseIcon } from '@/ui/icons';
import type { DraftRow, DraftSection } from './draft';
import { rowChanged, rowsChanged } from './edits';
import type { Plan } from './use-plan';

/** As many rows have fields at a time; the others are a page away. */
const PAGE = 25;

/** The rows of a section, one by one, from the front to the back. */
export function RowList({ section, index, plan }: { section: DraftSection; index: number; plan: Plan }) {
  const t = useT();
  const [wanted, setPage] = useState(0);
  const { key, rows } = section;
  const { change, errorAt } = plan;
  const last = Math.max(Math.ceil(rows.length / PAGE) - 1, 0);
  const wrong = rows.findIndex((_, row) => ['label', 'seats', 'gaps'].some((field) => errorAt(`${index}.rows.${row}.${field}`)));
  const [seen, setSeen] = useState(wrong);
  // The page with the first fault is turned to when the fault is found.
  if (wrong !== seen) {
    setSeen(wrong);
    if (wrong >= 0) setPage(Math.floor(wrong / PAGE));
  }
  const page = Math.min(wanted, last);
  const edit = useCallback((row: number, next: Partial<DraftRow>) =>
    change(rowChanged(key, row, next), `${key}.${row}.${Object.keys(next).join()}`), [change, key]);
  const remove = useCallback((row: number) =>
    change(rowsChanged(key, (before) => before.filter((_, number) => number !== row))), [change, key]);
  return (
    <div className="mt-4">
      <p className="mb-2 text-sm text-muted">{t('editor.rowsHint')}</p>
      <ul aria-label={t('editor.rows')} className="flex flex-col gap-2">
        {rows.slice(page * PAGE, (page + 1) * PAGE).map((row, at) => {
          const number = page * PAGE + at;
          return (
            <RowLine
              key={number}
              row={row}
              number={number}
              label={errorAt(`${index}.rows.${number}.label`)}
              seats={errorAt(`${index}.rows.${number}.seats`)}
              gaps={errorAt(`${index}.rows.${number}.gaps`)}
              onEdit={edit}
              onRemove={remove}
            />
          );
        })}
      </ul>
      {last > 0 && (
        <div role="group" aria-label={t('editor.pages')} className="mt-3 flex flex-wrap items-center gap-3">
          <Button size="small" aria-disabled={page === 0} onClick={() => setPage(page - 1)}>{t('editor.before')}</Button>
          <p aria-live="polite">{t('editor.rowsShown', { from: page * PAGE + 1, to: Math.min((page + 1) * PAGE, rows.length), count: rows.length })}</p>
          <Button size="small" aria-disabled={page === last} onClick={() => setPage(page + 1)}>{t('editor.next')}</Button>
        </div>
      )}
    </div>
  );
}

interface RowLineProps {
  row: DraftRow;
  number: number;
  /** What is wrong with each. */
  label: string | undefined;
  seats: string | undefined;
  gaps: string | undefined;
  onEdit: (row: number, change: Partial<DraftRow>) => void;
  onRemove: (row: number) => void;
}

/** Drawn again only when it changes, so that typing in one row is quick in a house of thousands. */
const RowLine = memo(function RowLine({ row, number, label, seats, gaps, onEdit, onRemove }: RowLineProps) {
  const t = useT();
  return (
    <li className="grid grid-cols-[5rem_minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[6rem_minmax(0,2fr)_minmax(0,1fr)_auto]">
      <TextField
        label={t('editor.labelOf', { number: number + 1 })}
        labelHidden
        placeholder={t('editor.row')}
        maxLength={16}
        value={row.label}
        error={label}
        onChange={(event) => onEdit(number, { label: event.target.value })}
      />
      <TextField
        label={t('editor.seatsOf', { number: number + 1 })}
        labelHidden
        placeholder={t('editor.seatsPlain')}
        value={row.seats}
        error={seats}
        onChange={(event) => onEdit(number, { seats: event.target.value })}
      />
      <TextField
        className="max-sm:col-span-2 max-sm:row-start-2"
        label={t('editor.gapsOf', { number: number + 1 })}
        labelHidden
        placeholder={t('editor.aisles')}
        value={row.gaps}
        error={gaps}
        onChange={(event) => onEdit(number, { gaps: event.target.value })}
      />
      <Button look="quiet" className="px-3" aria-label={t('editor.removeRow', { number: number + 1 })} onClick={() => onRemove(number)}><CloseIcon /></Button>
    </li>
  );
});
