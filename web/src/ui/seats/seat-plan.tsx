import { useMemo, useState } from 'react';
import { useT } from '@/i18n';
import { SelectField } from '@/ui/field';
import { blocksOf, type PlanRow } from './plan-rows';
import { SeatGrid, type SeatGridProps } from './seat-grid';
import type { NotFreeSeats } from './seat-look';

function freeIn(rows: readonly PlanRow[], notFree: NotFreeSeats): number {
  return rows.reduce((sum, row) => sum + row.seats.filter(({ id }) => !notFree.has(id)).length, 0);
}

/** The seats of one section, in blocks of rows where there are too many to look through at once. */
export function SeatPlan({ rows, notFree, chosen, ...rest }: SeatGridProps) {
  const t = useT();
  const blocks = useMemo(() => blocksOf(rows), [rows]);
  const [block, setBlock] = useState(() => {
    const withChosen = blocks.findIndex((part) => part.some((row) => row.seats.some(({ id }) => chosen.includes(id))));
    return Math.max(withChosen, 0);
  });
  return (
    <>
      {blocks.length > 1 && (
        <SelectField label={t('seats.rows')} className="mb-4 max-w-xs" value={String(block)} onChange={(change) => setBlock(Number(change.target.value))}>
          {blocks.map((part, index) => (
            <option key={part[0]?.label ?? index} value={index}>
              {t('seats.rowsFromTo', { first: part[0]?.label ?? '', last: part.at(-1)?.label ?? '', free: freeIn(part, notFree) })}
            </option>
          ))}
        </SelectField>
      )}
      <SeatGrid key={block} {...rest} rows={blocks[block] ?? []} notFree={notFree} chosen={chosen} />
    </>
  );
}
