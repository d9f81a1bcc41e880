import type { Event, Section } from '@/api/schema';
import { Panel } from '@/ui/card';
import { formatMoney } from '@/ui/money';
import type { Choice } from './choice';
import { QuantityForm } from './quantity-form';

interface GeneralSectionPanelProps {
  event: Event;
  section: Section;
  free: number;
  onChoose: (choice: Choice) => void;
}

/** A section without numbered seats: only the number of places matters. */
export function GeneralSectionPanel({ event, section, free, onChoose }: GeneralSectionPanelProps) {
  return (
    <Panel title={section.name}>
      <p className="mb-4 text-muted">
        {formatMoney(section.price_minor, event.currency)} each. There are no numbered seats here: every place is as good as the other.
      </p>
      {free === 0 ? <p className="font-semibold">Sold out.</p> : (
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
