import type { Event, Section } from '@/api/schema';
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
  return (
    <Panel title={section.name}>
      <p className="mb-4 text-muted">
        {formatMoney(section.price_minor, event.currency)} each. There are no numbered seats here: every place is as good as the other.
      </p>
      {held && <p className="font-semibold">To choose again, release what you hold first.</p>}
      {!held && free === 0 && <p className="font-semibold">Sold out.</p>}
      {!held && free > 0 && (
        <QuantityForm
          label="Number of places"
          submit="Choose"
          most={Math.min(free, event.max_seats_per_user)}
          onSubmit={(quantity) => onChoose({ by: 'places', section: section.id, quantity })}
        />
      )}
    </Panel>
  );
}
