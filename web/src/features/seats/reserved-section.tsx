import { useMemo, useState } from 'react';
import type { Event, Section } from '@/api/schema';
import { Panel } from '@/ui/card';
import { SelectField } from '@/ui/field';
import { spokenMoney } from '@/ui/money';
import { blocksOf, rowsOf, seatId, type PlanRow, type Unavailability } from './plan';
import { SeatGrid } from './seat-grid';
import { SeatLegend } from './seat-legend';

interface ReservedSectionPanelProps {
  event: Event;
  section: Section;
  unavailable: Unavailability;
  chosen: readonly string[];
  onToggle: (seat: string) => void;
}

function freeIn(rows: readonly PlanRow[], section: Section, unavailable: Unavailability): number {
  return rows.reduce(
    (sum, row) => sum + row.seats.filter((seat) => !unavailable.has(seatId(section.id, row.label, seat))).length,
    0,
  );
}

/** The numbered seats of one section, in blocks of rows where there are too many to look through at once. */
export function ReservedSectionPanel({ event, section, unavailable, chosen, onToggle }: ReservedSectionPanelProps) {
  const blocks = useMemo(() => blocksOf(rowsOf(section)), [section]);
  const [block, setBlock] = useState(() => {
    const withChosen = blocks.findIndex((rows) =>
      rows.some((row) => row.seats.some((seat) => chosen.includes(seatId(section.id, row.label, seat)))));
    return Math.max(withChosen, 0);
  });
  const rows = blocks[block] ?? [];
  return (
    <Panel title={`Seats in ${section.name}`}>
      {blocks.length > 1 && (
        <SelectField label="Rows" className="mb-4 max-w-xs" value={String(block)} onChange={(change) => setBlock(Number(change.target.value))}>
          {blocks.map((one, index) => (
            <option key={one[0]?.label ?? index} value={index}>
              {`Rows ${one[0]?.label ?? ''} to ${one.at(-1)?.label ?? ''} (${freeIn(one, section, unavailable)} free)`}
            </option>
          ))}
        </SelectField>
      )}
      <SeatLegend />
      <SeatGrid
        key={block}
        sectionId={section.id}
        sectionName={section.name}
        price={spokenMoney(section.price_minor, event.currency)}
        rows={rows}
        unavailable={unavailable}
        chosen={chosen}
        onToggle={onToggle}
      />
    </Panel>
  );
}
