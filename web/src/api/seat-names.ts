import { t } from '@/i18n';
import type { Event, Row, Section } from './schema';

export function sectionOf(event: Event, id: string): Section | undefined {
  return event.seating.sections.find((section) => section.id === id);
}

export interface SectionRow {
  label: string;
  /** Each by its whole name and by what is printed on it. */
  seats: { id: string; name: string }[];
}

/** The rows of a section with every seat written out. */
export function rowsOf(section: Section): SectionRow[] {
  return (section.rows ?? []).map(({ label, seats }) => {
    const names = typeof seats === 'number' ? Array.from({ length: seats }, (_, index) => String(index + 1)) : seats;
    return { label, seats: names.map((name) => ({ id: `${section.id}-${label}-${name}`, name })) };
  });
}

/** The section that a seat's name begins with; ids may contain the separator, so the longest match counts. */
export function sectionOfSeat(event: Event, seat: string): Section | undefined {
  return longestPrefix(event.seating.sections, seat);
}

/** Of some sections the one that a seat's name begins with. */
export function longestPrefix<Of extends { id: string }>(sections: readonly Of[], seat: string): Of | undefined {
  let found: Of | undefined;
  for (const section of sections) {
    if (section.id.length > (found?.id.length ?? 0) && seat.startsWith(`${section.id}-`)) found = section;
  }
  return found;
}

function hasSeat({ seats }: Row, name: string): boolean {
  return typeof seats === 'number' ? /^[1-9]\d*$/.test(name) && Number(name) <= seats : seats.includes(name);
}

/** The row and seat behind a name, found without writing out the whole house. */
function placeIn(section: Section, seat: string): { row: string; seat: string } | undefined {
  const place = seat.slice(section.id.length + 1);
  for (const row of section.rows ?? []) {
    const name = place.slice(row.label.length + 1);
    if (place.startsWith(`${row.label}-`) && hasSeat(row, name)) return { row: row.label, seat: name };
  }
  return undefined;
}

/** The label of the row in which a seat of the section stands. */
export function rowOfSeat(section: Section, seat: string): string | undefined {
  return placeIn(section, seat)?.row;
}

/** "Stalls, row A, seat 12". */
export function describeSeat(event: Event, seat: string): string {
  const section = sectionOfSeat(event, seat);
  if (!section) return seat;
  if (section.kind === 'general') return t('shell.placeName', { section: section.name, place: seat.slice(section.id.length + 1) });
  const place = placeIn(section, seat);
  return place ? t('shell.seatName', { section: section.name, ...place }) : seat;
}

/** Only the seats that the plan has: a link may name seats that never were. */
export function existingSeats(event: Event, seats: readonly string[]): string[] {
  return seats.filter((seat) => {
    const section = sectionOfSeat(event, seat);
    return section?.kind === 'reserved' && placeIn(section, seat) !== undefined;
  });
}
