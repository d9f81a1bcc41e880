import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { classes } from '@/ui/classes';
import { newSection, seatCount } from './draft';
import { doubled, removed, shifted } from './edits';
import type { Plan } from './use-plan';

/** The sections in the order that buyers see, and what can be done with the one that is selected. */
export function SectionList({ plan, currency }: { plan: Plan; currency: string }) {
  const t = useT();
  const { draft, change, selected, setSelected } = plan;
  const add = (kind: 'reserved' | 'general') => {
    const section = newSection(draft, kind);
    change((before) => [...before, section]);
    setSelected(section.key);
  };
  const at = draft.findIndex(({ key }) => key === selected);
  const remove = () => {
    if (selected === undefined) return;
    change(removed(selected));
    setSelected((draft[at + 1] ?? draft[at - 1])?.key);
  };
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label={t('editor.sections')} className="flex max-h-80 flex-col gap-1.5 overflow-y-auto p-1">
        {draft.map((section, index) => (
          <li key={section.key}>
            <button
              type="button"
              aria-current={section.key === selected ? 'true' : undefined}
              onClick={() => setSelected(section.key)}
              className={classes(
                'flex w-full flex-col rounded-lg border px-3 py-2 text-start',
                section.key === selected ? 'border-primary bg-primary-soft' : 'border-line bg-surface hover:bg-sunken',
              )}
            >
              <span className="font-semibold">{section.name.trim() || t('editor.sectionNumber', { number: index + 1 })}</span>
              <span className="text-sm text-muted">
                {t('editor.seats', { count: seatCount(section) })}
                {section.price.trim() !== '' && ` · ${section.price.trim()} ${currency}`}
              </span>
              {plan.isWrong(index) && <span className="text-sm font-semibold text-accent">{t('editor.toCorrect')}</span>}
            </button>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => add('reserved')}>{t('editor.addReserved')}</Button>
        <Button size="small" onClick={() => add('general')}>{t('editor.addGeneral')}</Button>
      </div>
      {selected !== undefined && (
        <div role="group" aria-label={t('editor.selectedTools')} className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => change(doubled(selected))}>{t('editor.double')}</Button>
          <Button size="small" aria-disabled={at <= 0} onClick={() => change(shifted(selected, -1))}>{t('editor.earlier')}</Button>
          <Button size="small" aria-disabled={at >= draft.length - 1} onClick={() => change(shifted(selected, 1))}>{t('editor.later')}</Button>
          <Button size="small" look="danger" aria-disabled={draft.length === 1} onClick={remove}>{t('editor.remove')}</Button>
        </div>
      )}
    </div>
  );
}
