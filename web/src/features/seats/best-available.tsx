import { useState } from 'react';
import type { Event } from '@/api/schema';
import { SelectField } from '@/ui/field';
import type { Choice } from './choice';
import { QuantityForm } from '@/ui/quantity-form';

/** For those who would rather have good seats side by side than look for them. */
export function BestAvailable({ event, held, onChoose }: { event: Event; held: boolean; onChoose: (choice: Choice) => void }) {
  const [section, setSection] = useState('');
  const reserved = event.seating.sections.filter(({ kind }) => kind === 'reserved');
  if (reserved.length === 0) return null;
  // In the same place and as high, so that the plan below does not move.
  if (held) return <p className="rounded-2xl border border-line bg-surface p-5 shadow-card">To choose other seats, release these first.</p>;
  return (
    <details className="rounded-2xl border border-line bg-surface p-5 shadow-card">
      <summary className="font-bold">Let us find the best seats for you</summary>
      <p className="mt-3 mb-4 text-sm text-muted">Side by side in one row, as long as any row still has them.</p>
      <QuantityForm
        label="Number of seats"
        submit="Take the best"
        most={event.max_seats_per_user}
        onSubmit={(quantity) => onChoose({ by: 'best', section: section || undefined, quantity })}
      >
        <SelectField label="Where" className="w-48" value={section} onChange={(change) => setSection(change.target.value)}>
          <option value="">Anywhere</option>
          {reserved.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </SelectField>
      </QuantityForm>
    </details>
  );
}
