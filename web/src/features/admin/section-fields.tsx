import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/ui/button';
import { SelectField, TextField } from '@/ui/field';
import type { EventFormValues } from './event-form-values';
import { RowFields } from './row-fields';

interface SectionFieldsProps {
  index: number;
  /** Missing for the only section: an event has at least one. */
  onRemove: (() => void) | undefined;
}

export function SectionFields({ index, onRemove }: SectionFieldsProps) {
  const { register, formState: { errors } } = useFormContext<EventFormValues>();
  const section = useWatch<EventFormValues, `sections.${number}`>({ name: `sections.${index}` });
  const at = errors.sections?.[index];
  const title = section.name || `Section ${index + 1}`;
  return (
    <li className="rounded-xl border border-line bg-canvas p-4">
      <fieldset>
        <legend className="sr-only">{title}</legend>
        <div className="mb-4 flex items-center justify-between gap-3">
          <p aria-hidden="true" className="font-bold">{title}</p>
          {onRemove && <Button size="small" look="danger" aria-label={`Remove ${title}`} onClick={onRemove}>Remove</Button>}
        </div>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <TextField label="Section name" placeholder="Stalls" error={at?.name?.message} {...register(`sections.${index}.name`)} />
          <TextField label="Id" hint="Begins every seat's name." error={at?.id?.message} {...register(`sections.${index}.id`)} />
          <TextField label="Price" inputMode="decimal" placeholder="45.00" error={at?.price?.message} {...register(`sections.${index}.price`)} />
          <SelectField label="Kind" defaultValue={section.kind} error={at?.kind?.message} {...register(`sections.${index}.kind`)}>
            <option value="reserved">Rows of numbered seats</option>
            <option value="general">Places without numbers</option>
          </SelectField>
        </div>
        <div className="mt-4">
          {section.kind === 'general'
            ? <TextField className="max-w-48" label="Number of places" type="number" min={1} error={at?.capacity?.message} {...register(`sections.${index}.capacity`)} />
            : <RowFields section={index} />}
        </div>
      </fieldset>
    </li>
  );
}
