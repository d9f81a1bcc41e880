import { useState } from 'react';
import type { Event } from '@/api/schema';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { SelectField } from '@/ui/field';
import { QuantityForm } from '@/ui/quantity-form';
import type { Choice } from './choice';
import { words } from './words';

/** As many can be had by one click; more are typed. */
const BY_ONE_CLICK = 10;

interface BestAvailableProps {
  event: Event;
  /** Seats are held already: none can be chosen. */
  held: boolean;
  /** Whoever is signed in gets a hold by the click; others get a choice that waits for them. */
  signedIn: boolean;
  busy: boolean;
  onTake: (choice: Choice) => void;
}

/** For those who would rather have good seats side by side than look for them. */
export function BestAvailable({ event, held, signedIn, busy, onTake }: BestAvailableProps) {
  const [section, setSection] = useState('');
  const reserved = event.seating.sections.filter(({ kind }) => kind === 'reserved');
  if (reserved.length === 0) return null;
  // In the same place, so that the plan below hardly moves.
  if (held) return <p className="rounded-2xl border border-line bg-surface p-5 shadow-card">{words.best.releaseFirst}</p>;
  const most = event.max_seats_per_user;
  const take = (quantity: number) => onTake({ by: 'best', section: section || undefined, quantity });
  return (
    <Panel title={words.best.title}>
      <p className="mb-3 text-sm text-muted">{signedIn ? words.best.hint : words.best.hintAnonymous}</p>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        {reserved.length > 1 && (
          <SelectField label={words.best.where} className="w-48" value={section} onChange={(change) => setSection(change.target.value)}>
            <option value="">{words.best.anywhere}</option>
            {reserved.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </SelectField>
        )}
        <div role="group" aria-label={words.best.label} className="flex flex-wrap gap-2">
          {Array.from({ length: Math.min(most, BY_ONE_CLICK) }, (_, index) => index + 1).map((quantity) => (
            <Button
              key={quantity}
              aria-label={words.best.button(quantity)}
              aria-disabled={busy || undefined}
              className="min-w-11 px-3 tabular-nums"
              onClick={() => take(quantity)}
            >
              {quantity}
            </Button>
          ))}
        </div>
      </div>
      {most > BY_ONE_CLICK && (
        <details className="mt-3">
          <summary className="text-sm font-semibold">{words.best.more}</summary>
          <div className="mt-2"><QuantityForm label={words.best.moreLabel} submit={words.best.moreSubmit} most={most} onSubmit={take} /></div>
        </details>
      )}
    </Panel>
  );
}
