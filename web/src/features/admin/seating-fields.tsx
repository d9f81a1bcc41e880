import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { counted } from '@/ui/numbers';
import { newSection, seatCount, type EventFormValues } from './event-form-values';
import { SectionFields } from './section-fields';

function Total() {
  const sections = useWatch<EventFormValues, 'sections'>({ name: 'sections' });
  return <p aria-live="polite" className="font-semibold">{counted(sections.reduce((sum, one) => sum + seatCount(one), 0), 'seat')} in all</p>;
}

/** The seating plan: sections, and in them rows or places. */
export function SeatingFields() {
  const { control, formState: { errors } } = useFormContext<EventFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'sections' });
  const error = errors.sections?.message ?? errors.sections?.root?.message;
  return (
    <Panel title="Seating plan" aside={<Total />}>
      <ul aria-label="Sections" className="flex flex-col gap-5">
        {fields.map((field, index) => (
          <SectionFields key={field.id} index={index} onRemove={fields.length > 1 ? () => remove(index) : undefined} />
        ))}
      </ul>
      {error && <p role="alert" className="mt-4 font-semibold text-accent">{error}</p>}
      <Button className="mt-5" onClick={() => append(newSection(fields.length + 1))}>Add a section</Button>
    </Panel>
  );
}
