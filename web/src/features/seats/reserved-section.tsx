import { useMemo } from 'react';
import type { NotFree } from '@/api/availability';
import type { Event, Section } from '@/api/schema';
import { rowsOf } from '@/api/seat-names';
import { Panel } from '@/ui/card';
import { spokenMoney } from '@/ui/money';
import { SeatLegend } from '@/ui/seats/seat-legend';
import { SeatPlan } from '@/ui/seats/seat-plan';

interface ReservedSectionPanelProps {
  event: Event;
  section: Section;
  notFree: ReadonlyMap<string, NotFree>;
  chosen: readonly string[];
  /** The chosen seats are held: they are shown, and nothing can be chosen. */
  held: boolean;
  onToggle: (seat: string) => void;
}

/** The numbered seats of one section. */
export function ReservedSectionPanel({ event, section, notFree, chosen, held, onToggle }: ReservedSectionPanelProps) {
  const rows = useMemo(() => rowsOf(section), [section]);
  const chosenWord = held ? 'held for you' : 'chosen';
  return (
    <Panel title={`Seats in ${section.name}`}>
      {/* The one whose word changes comes last, so that it moves no other. */}
      <SeatLegend states={['free', 'held', 'booked', 'blocked', 'chosen']} words={{ chosen: chosenWord, held: 'held by others' }} />
      <SeatPlan
        sectionName={section.name}
        price={spokenMoney(section.price_minor, event.currency)}
        rows={rows}
        notFree={notFree}
        chosen={chosen}
        chosenWord={chosenWord}
        onToggle={held ? undefined : onToggle}
      />
    </Panel>
  );
}
