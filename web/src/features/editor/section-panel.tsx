import { useT } from '@/i18n';
import { SelectField, TextField } from '@/ui/field';
import type { House } from '@/ui/plan/house';
import { CloseUp } from './close-up';
import type { DraftSection } from './draft';
import { changed } from './edits';
import { PlaceFields } from './place-fields';
import { RowList } from './row-list';
import { RowMaker } from './row-maker';
import type { Plan } from './use-plan';

interface SectionPanelProps {
  section: DraftSection;
  index: number;
  house: House;
  plan: Plan;
  currency: string;
}

/** All that can be said of one section. */
export function SectionPanel({ section, index, house, plan, currency }: SectionPanelProps) {
  const t = useT();
  const { key, kind } = section;
  const field = (name: 'name' | 'id' | 'price' | 'capacity') => ({
    value: section[name],
    error: plan.errorAt(`${index}.${name}`),
    onChange: (event: { target: { value: string } }) => plan.change(changed(key, { [name]: event.target.value }), `${key}.${name}`),
  });
  const rowsError = plan.errorAt(`${index}.rows`);
  const title = section.name.trim() || t('editor.sectionNumber', { number: index + 1 });
  return (
    <fieldset className="min-w-0 rounded-xl border border-line bg-canvas p-4">
      <legend className="px-2 font-bold">{title}</legend>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <TextField label={t('editor.sectionName')} {...field('name')} />
        <TextField label={t('editor.sectionId')} hint={t('editor.sectionIdHint')} maxLength={16} {...field('id')} />
        <TextField label={t('editor.price', { currency })} inputMode="decimal" {...field('price')} />
        <SelectField
          label={t('editor.kind')}
          value={kind}
          error={plan.errorAt(`${index}.kind`)}
          onChange={(event) => plan.change(changed(key, { kind: event.target.value === 'general' ? 'general' : 'reserved' }))}
        >
          <option value="reserved">{t('editor.reserved')}</option>
          <option value="general">{t('editor.general')}</option>
        </SelectField>
      </div>
      {kind === 'general' ? (
        <TextField className="mt-4 max-w-48" label={t('editor.capacity')} inputMode="numeric" {...field('capacity')} />
      ) : (
        <>
          <CloseUp section={section} />
          {rowsError && <p role="alert" className="mt-4 font-semibold text-accent">{rowsError}</p>}
          <RowMaker section={section} plan={plan} />
          <RowList section={section} index={index} plan={plan} />
        </>
      )}
      <PlaceFields section={section} index={index} house={house} plan={plan} />
    </fieldset>
  );
}
