// A seating plan while somebody works on it: texts as they are typed, until they are checked. Nothing in it is ever
// changed in place, so what follows from a row or a section is worked out once.
import type { Section } from '@/api/schema';
import { moneyInput, parseMoney } from '@/ui/money';
import type { PlannedSection } from '@/ui/plan/house';
import { gapsOf, gapsText, seatsOf, seatsText } from './row-text';

export type Layout = NonNullable<Section['layout']>;

export interface DraftRow {
  label: string;
  /** "20" is so many seats, "1, 2, 2A" are their labels. */
  seats: string;
  /** "5, 15x2": an aisle behind the fifth seat, and one as wide as two behind the fifteenth. */
  gaps: string;
}

export interface DraftSection {
  /** Tells sections apart whatever is typed into them. */
  key: number;
  id: string;
  name: string;
  kind: Section['kind'];
  price: string;
  capacity: string;
  rows: readonly DraftRow[];
  layout?: Layout | undefined;
}

export type Draft = readonly DraftSection[];

export const MOST_SEATS = 100_000;

let keys = 0;
export const newKey = (): number => {
  keys += 1;
  return keys;
};

export function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return /^\d+$/.test(text.trim()) && number >= least && number <= most ? number : undefined;
}

/** Remembers what follows from a thing that is never changed. */
function remembered<Of extends object, Result>(work: (of: Of) => Result): (of: Of) => Result {
  const known = new WeakMap<Of, { result: Result }>();
  return (of) => {
    const found = known.get(of) ?? { result: work(of) };
    known.set(of, found);
    return found.result;
  };
}

type PlannedRow = NonNullable<PlannedSection['rows']>[number];

/** A row as it can be drawn; nothing while it makes no sense. */
export const rowOf = remembered(({ label, seats: text, gaps: typed }: DraftRow): PlannedRow | undefined => {
  const seats = seatsOf(text);
  if (seats === undefined) return undefined;
  const gaps = gapsOf(typed, typeof seats === 'number' ? seats : seats.length);
  return { label: label.trim(), seats, ...(gaps && gaps.length > 0 && { gaps }) };
});

/** A section as it can be drawn, with what makes sense of it. */
export const plannedOf = remembered(({ id, name, kind, capacity, rows, layout }: DraftSection): PlannedSection => ({
  id: id.trim(), name, kind, price_minor: 0, ...(layout && { layout }),
  ...(kind === 'general'
    ? { capacity: wholeNumber(capacity, 1, MOST_SEATS) ?? 0 }
    : { rows: rows.flatMap((row) => rowOf(row) ?? []) }),
}));

/** How many seats a section has as it is typed now; what is not a number yet counts as none. */
export const seatCount = remembered((section: DraftSection): number => {
  const { capacity, rows } = plannedOf(section);
  return (rows ?? []).reduce((sum, { seats }) => sum + (typeof seats === 'number' ? seats : seats.length), capacity ?? 0);
});

export const seatsIn = (draft: Draft): number => draft.reduce((sum, section) => sum + seatCount(section), 0);

/** An id that no other section has. */
export function freeId(draft: Draft, wish = 'S1'): string {
  const taken = new Set(draft.map(({ id }) => id.trim()));
  const stem = wish.replace(/\d+$/, '') || 'S';
  if (!taken.has(wish)) return wish;
  let number = 1;
  while (taken.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

export function newSection(draft: Draft, kind: Section['kind']): DraftSection {
  const rows = kind === 'reserved' ? [{ label: 'A', seats: '20', gaps: '' }] : [];
  return { key: newKey(), id: freeId(draft, `S${draft.length + 1}`), name: '', kind, price: '', capacity: '', rows };
}

/** A plan as the server has it, to be worked on. */
export function draftOf(sections: readonly Section[], currency: string): Draft {
  return sections.map(({ id, name, kind, price_minor: price, capacity, rows, layout }) => ({
    key: newKey(), id, name, kind,
    price: moneyInput(price, currency),
    capacity: capacity ? String(capacity) : '',
    rows: (rows ?? []).map((row) => ({ label: row.label, seats: seatsText(row.seats), gaps: gapsText(row.gaps ?? []) })),
    ...(layout && { layout }),
  }));
}

/** A checked plan as the server wants it. */
export function sectionsOf(draft: Draft, currency: string): Section[] {
  return draft.map((section) => {
    const { id, kind, capacity, rows, layout } = plannedOf(section);
    const common = { id, name: section.name.trim(), kind, price_minor: parseMoney(section.price, currency) ?? 0, ...(layout && { layout }) };
    return kind === 'general' ? { ...common, capacity: capacity ?? 0 } : { ...common, rows: rows ?? [] };
  });
}
