import { useState } from 'react';
import { useT, type TextKey } from '@/i18n';
import { Button } from '@/ui/button';
import { SelectField, TextField } from '@/ui/field';
import type { DraftSection } from './draft';
import { rowsChanged } from './edits';
import { labelAfter, makeRows, MOST_PLACES, MOST_ROWS, numberings, type Numbering, type RowsFault } from './make-rows';
import type { Plan } from './use-plan';

const numberingText: Record<Numbering, TextKey> = {
  left: 'editor.fromLeft', right: 'editor.fromRight', odd: 'editor.odd', even: 'editor.even', middle: 'editor.fromMiddle',
};
const faultText: Record<RowsFault, TextKey> = {
  labels: 'editor.badLabel', rows: 'editor.badRows', places: 'editor.badPlaces', first: 'editor.badFirst', aisles: 'editor.badGaps', missing: 'editor.badMissing',
};

const fresh = { labels: '', rows: '1', places: '20', numbering: 'left' as Numbering, first: '1', aisles: '', missing: '', skipIO: false };

/** Adds many rows at once. */
export function RowMaker({ section: { key, rows }, plan }: { section: DraftSection; plan: Plan }) {
  const t = useT();
  const [typed, setTyped] = useState(fresh);
  const [fault, setFault] = useState<RowsFault>();
  const goesOn = labelAfter(rows.at(-1)?.label);
  const values = { most: MOST_ROWS, places: MOST_PLACES };
  const field = (name: 'labels' | 'rows' | 'places' | 'first' | 'aisles' | 'missing') => ({
    value: typed[name],
    error: fault === name ? t(faultText[name], values) : undefined,
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  });
  const add = (replace: boolean) => {
    const number = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);
    const labels = typed.labels.trim() || (replace ? rows[0]?.label ?? 'A' : goesOn);
    const made = makeRows({ ...typed, labels, rows: number(typed.rows), places: number(typed.places), first: number(typed.first) });
    if (typeof made === 'string') {
      setFault(made);
      return;
    }
    setFault(undefined);
    plan.change(rowsChanged(key, (before) => (replace ? made : [...before, ...made])));
    setTyped({ ...typed, labels: '' });
  };
  return (
    <details className="mt-4 rounded-lg border border-line bg-surface p-3">
      <summary className="font-semibold">{t('editor.manyRows')}</summary>
      <div role="group" aria-label={t('editor.manyRows')} className="mt-3 grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <TextField label={t('editor.howManyRows')} inputMode="numeric" {...field('rows')} />
        <TextField label={t('editor.firstLabel')} hint={t('editor.firstLabelHint', { label: goesOn || 'A' })} {...field('labels')} />
        <TextField label={t('editor.placesInRow')} inputMode="numeric" {...field('places')} />
        <TextField label={t('editor.firstNumber')} inputMode="numeric" {...field('first')} />
        <SelectField
          label={t('editor.numbering')}
          value={typed.numbering}
          onChange={(event) => setTyped({ ...typed, numbering: numberings.find((one) => one === event.target.value) ?? 'left' })}
        >
          {numberings.map((one) => <option key={one} value={one}>{t(numberingText[one])}</option>)}
        </SelectField>
        <TextField label={t('editor.aislesAfter')} hint={t('editor.aislesHint')} {...field('aisles')} />
        <TextField label={t('editor.missing')} hint={t('editor.missingHint')} {...field('missing')} />
        <label className="flex items-center gap-3 self-center">
          <input
            type="checkbox"
            className="size-5 accent-primary"
            checked={typed.skipIO}
            onChange={(event) => setTyped({ ...typed, skipIO: event.target.checked })}
          />
          <span>{t('editor.skipIO')}</span>
        </label>
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button size="small" look="primary" onClick={() => add(false)}>{t('editor.addRows')}</Button>
        <Button size="small" onClick={() => add(true)}>{t('editor.replaceRows')}</Button>
      </div>
    </details>
  );
}
