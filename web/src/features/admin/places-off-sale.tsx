import { Panel } from '@/ui/card';
import { QuantityForm } from '@/ui/quantity-form';
import { formatCount } from '@/ui/numbers';
import type { OffSaleProps } from './seats-off-sale';

/** Places without numbers: only how many are off sale matters. The highest places go first, the buyers get the lowest. */
export function PlacesOffSale({ section, seats: { notFree }, onChange }: Omit<OffSaleProps, 'busy'>) {
  const places = Array.from({ length: section.capacity ?? 0 }, (_, index) => `${section.id}-${index + 1}`);
  const free = places.filter((place) => !notFree.has(place));
  const offSale = places.filter((place) => notFree.get(place) === 'blocked');
  return (
    <Panel title={`Places in ${section.name}`}>
      <p className="mb-4 text-muted">{formatCount(free.length)} of {formatCount(places.length)} are free, {formatCount(offSale.length)} are off sale.</p>
      <div className="flex flex-col gap-4">
        {free.length > 0 && (
          <QuantityForm
            label="Places to take off sale"
            submit="Take off sale"
            most={free.length}
            onSubmit={(quantity) => onChange({ seats: free.slice(-quantity), onSale: false })}
          />
        )}
        {offSale.length > 0 && (
          <QuantityForm
            label="Places to put back on sale"
            submit="Put back on sale"
            most={offSale.length}
            onSubmit={(quantity) => onChange({ seats: offSale.slice(0, quantity), onSale: true })}
          />
        )}
      </div>
    </Panel>
  );
}
