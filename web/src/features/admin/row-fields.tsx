import { useState } from 'react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { CloseIcon } from '@/ui/icons';
import type { EventFormValues } from './event-form-values';
import { labelsAfter } from './row-labels';

const MOST_AT_ONCE = 200;

/** The rows of a section, one by one or many at a time. */
export function RowFields({ section }: { section: number }) {
  const { control, register, getValues, formState: { errors } } = useFormContext<EventFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: `sections.${section}.rows` });
  const [count, setCount] = useState('1');
  const at = errors.sections?.[section]?.rows;
  const error = at?.message ?? at?.root?.message;

  const addRows = () => {
    const number = Math.min(Math.max(Math.trunc(Number(count)) || 1, 1), MOST_AT_ONCE);
    const last = getValues(`sections.${section}.rows`).at(-1);
    append(labelsAfter(last?.label, number).map((label) => ({ label, seats: last?.seats ?? '20' })));
  };

  return (
    <div>
      <p className="mb-2 text-sm text-muted">Seats: how many (20), or their labels with commas (1, 2, 2A).</p>
      <ul aria-label="Rows" className="flex max-h-96 flex-col gap-2 overflow-y-auto p-1">
        {fields.map((field, index) => (
          <li key={field.id} className="flex items-start gap-2">
            <TextField
              className="w-24"
              label={`Label of row ${index + 1}`}
              labelHidden
              placeholder="Row"
              error={at?.[index]?.label?.message}
              {...register(`sections.${section}.rows.${index}.label`)}
            />
            <TextField
              className="grow"
              label={`Seats of row ${index + 1}`}
              labelHidden
              placeholder="Seats"
              error={at?.[index]?.seats?.message}
              {...register(`sections.${section}.rows.${index}.seats`)}
            />
            <Button look="quiet" className="px-3" aria-label={`Remove row ${index + 1}`} onClick={() => remove(index)}><CloseIcon /></Button>
          </li>
        ))}
      </ul>
      {error && <p role="alert" className="mt-2 text-sm font-semibold text-accent">{error}</p>}
      <div className="mt-3 flex flex-wrap items-end gap-3">
        <TextField
          className="w-32"
          label="Rows to add"
          type="number"
          min={1}
          max={MOST_AT_ONCE}
          value={count}
          onChange={(change) => setCount(change.target.value)}
        />
        <Button onClick={addRows}>Add like the last one</Button>
      </div>
    </div>
  );
}
