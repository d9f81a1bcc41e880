import { useT } from '@/i18n';
import { Panel } from '@/ui/card';
import { QuantityForm } from '@/ui/quantity-form';
import { formatCount } from '@/ui/numbers';
import type { OffSaleProps } from './seats-off-sale';

/** Places without numbers: only how many are off sale matters. The highest places go first, the buyers get the lowest. */
export function PlacesOffSale({ section, seats: { notFree }, onChange }: Omit<OffSaleProps, 'busy'>) {
  const t = useT();
  const places = Array.from({ length: section.capacity ?? 0 }, (_, index) => `${section.id}-${index + 1}`);
  const free = places.filter((place) => !notFree.has(place));
  const offSale = places.filter((place) => notFree.get(place) === 'blocked');
  return (
    <Panel title={t('admin.placesIn', { section: section.name })}>
      <p className="mb-4 text-muted">{t('admin.placesNow', { free: formatCount(free.length), all: formatCount(places.length), off: formatCount(offSale.length) })}</p>
      <div className="flex flex-col gap-4">
        {free.length > 0 && (
          <QuantityForm
            label={t('admin.placesToTake')}
            submit={t('admin.takeThemOff')}
            most={free.length}
            onSubmit={(quantity) => onChange({ seats: free.slice(-quantity), onSale: false })}
          />
        )}
        {offSale.length > 0 && (
          <QuantityForm
            label={t('admin.placesToPut')}
            submit={t('admin.putThemBack')}
            most={offSale.length}
            onSubmit={(quantity) => onChange({ seats: offSale.slice(0, quantity), onSale: true })}
          />
        )}
      </div>
    </Panel>
  );
}
