import { useState } from 'react';
import type { Event } from '@/api/schema';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/card';
import { SelectField } from '@/ui/field';
import { QuantityForm } from '@/ui/quantity-form';
import type { Choice } from './choice';

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
  const t = useT();
  const [section, setSection] = useState('');
  const reserved = event.seating.sections.filter(({ kind }) => kind === 'reserved');
  if (reserved.length === 0) return null;
  // In the same place, so that the plan below hardly moves.
  if (held) return <p className="rounded-2xl border border-line bg-surface p-5 shadow-card">{t('seats.releaseFirst')}</p>;
  const most = event.max_seats_per_user;
  const take = (quantity: number) => onTake({ by: 'best', section: section || undefined, quantity });
  return (
    <Panel title={t('seats.bestTitle')}>
      <p className="mb-3 text-sm text-muted">{signedIn ? t('seats.bestHint') : t('seats.bestHintAnonymous')} {t('seats.bestLimit', { count: most })}</p>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        {reserved.length > 1 && (
          <SelectField label={t('seats.where')} className="w-48" value={section} onChange={(change) => setSection(change.target.value)}>
            <option value="">{t('seats.anywhere')}</option>
            {reserved.map(({ id, name }) => <option key={id} value={id} dir="auto">{name}</option>)}
          </SelectField>
        )}
        <div role="group" aria-label={t('seats.howMany')} className="flex flex-wrap gap-2">
          {Array.from({ length: Math.min(most, BY_ONE_CLICK) }, (_, index) => index + 1).map((quantity) => (
            <Button
              key={quantity}
              aria-label={t('seats.bestSeats', { count: quantity })}
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
          <summary className="text-sm font-semibold">{t('seats.moreSeats')}</summary>
          <div className="mt-2"><QuantityForm label={t('seats.numberOfSeats')} submit={t('seats.takeBest')} most={most} onSubmit={take} /></div>
        </details>
      )}
    </Panel>
  );
}
