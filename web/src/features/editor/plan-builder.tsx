import { useDeferredValue, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { useFormContext, useWatch } from 'react-hook-form';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { houseOf } from '@/ui/plan/house';
import { saveFile } from '@/ui/save-file';
import { plannedOf, seatsIn, sectionsOf, type Draft } from './draft';
import { unplaced } from './edits';
import type { EventDetails } from './event-details';
import { ImportDialog } from './import-dialog';
import { PlanCanvas } from './plan-canvas';
import { planText } from './plan-file';
import { SectionList } from './section-list';
import { SectionPanel } from './section-panel';
import { TemplatesDialog } from './templates-dialog';
import type { Plan } from './use-plan';

type Window = 'import' | 'templates' | undefined;

/** The seating plan: where the sections stand, and in them rows or places. */
export function PlanBuilder({ plan }: { plan: Plan }) {
  const t = useT();
  const { setValue, formState: { isSubmitted } } = useFormContext<EventDetails>();
  const currency = useWatch<EventDetails, 'currency'>({ name: 'currency' });
  const [shown, setShown] = useState<Window>();
  const { draft, change, selected } = plan;
  // Drawing a large house waits for a moment without typing.
  const drawn = useDeferredValue(draft);
  const house = useMemo(() => houseOf({ seating: { sections: drawn.map(plannedOf) } }), [drawn]);
  const at = draft.findIndex(({ key }) => key === selected);
  const section = draft[at];
  const error = plan.errorAt('');

  const replace = (next: Draft, inCurrency: string | undefined) => {
    change(() => next);
    plan.setSelected(next[0]?.key);
    if (inCurrency) setValue('currency', inCurrency, { shouldDirty: true, shouldValidate: isSubmitted });
    setShown(undefined);
  };
  const save = () => {
    if (plan.check()) saveFile('plan.json', 'application/json', planText(sectionsOf(draft, currency), currency));
  };

  return (
    <Panel title={t('editor.plan')} aside={<p aria-live="polite" className="font-semibold">{t('editor.seatsInAll', { count: seatsIn(draft) })}</p>}>
      <div data-plan className="flex flex-col gap-5">
        <div role="group" aria-label={t('editor.tools')} className="flex flex-wrap gap-2">
          <Button size="small" aria-disabled={!plan.canUndo} onClick={plan.undo}>{t('editor.undo')}</Button>
          <Button size="small" aria-disabled={!plan.canRedo} onClick={plan.redo}>{t('editor.redo')}</Button>
          <Button size="small" onClick={() => setShown('templates')}>{t('editor.templates')}</Button>
          <Button size="small" onClick={() => setShown('import')}>{t('editor.import')}</Button>
          <Button size="small" onClick={save}>{t('editor.export')}</Button>
          <Button size="small" aria-disabled={draft.every(({ layout }) => !layout)} onClick={() => change(unplaced)}>{t('editor.arrange')}</Button>
        </div>
        <PlanCanvas house={house} draft={drawn} plan={plan} />
        {error && <p role="alert" className="font-semibold text-accent">{error}</p>}
        <div className="grid gap-5 lg:grid-cols-[17rem_minmax(0,1fr)]">
          <SectionList plan={plan} currency={currency} />
          {section && <SectionPanel key={section.key} section={section} index={at} house={house} plan={plan} currency={currency} />}
        </div>
      </div>
      {shown && createPortal(
        shown === 'import'
          ? <ImportDialog currency={currency} onPlan={replace} onClose={() => setShown(undefined)} />
          : <TemplatesDialog plan={plan} currency={currency} onPlan={replace} onClose={() => setShown(undefined)} />,
        document.body,
      )}
    </Panel>
  );
}
