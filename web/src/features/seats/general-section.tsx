import type { Event, Section } from '@/api/schema';
import { useT } from '@/i18n';
import { Panel } from '@/ui/card';
import { formatMoney } from '@/ui/money';
import type { Choice } from './choice';
import { QuantityForm } from '@/ui/quantity-form';

interface GeneralSectionPanelProps {
  event: Event;
  section: Section;
  free: number;
  /** Places are held already: none can be chosen. */
  held: boolean;
  onChoose: (choice: Choice) => void;
}

/** A section without numbered seats: only the number of places matters. */
export function GeneralSectionPanel({ event, section, free, held, onChoose }: GeneralSectionPanelProps) {
  const t = useT();
  return (
    <Panel title={section.name}>
      <p className="mb-4 text-muted">
        {t('seats.placesPrice', { price: formatMoney(section.price_minor, event.currency) })}
      </p>
      {held && <p className="font-semibold">{t('seats.placesReleaseFirst')}</p>}
      {!held && free === 0 && <p className="font-semibold">{t('shell.soldOut')}</p>}
      {!held && free > 0 && (
        <QuantityForm
          label={t('seats.numberOfPlaces')}
          submit={t('seats.choose')}
          most={Math.min(free, event.max_seats_per_user)}
          onSubmit={(quantity) => onChoose({ by: 'places', section: section.id, quantity })}
        />
      )}
    </Panel>
  );
}
