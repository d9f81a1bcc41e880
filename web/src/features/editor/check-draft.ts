// What is wrong with a plan as it is typed, by the place where it stands.
import type { TextKey } from '@/i18n';
import { parseMoney } from '@/ui/money';
import { MOST_SEATS, seatsIn, wholeNumber, type Draft, type DraftRow, type DraftSection } from './draft';
import { gapsOf, isLabel, seatsOf } from './row-text';

export type Fault = Extract<TextKey, `editor.${string}`>;

/** Faults by place: `0.price`, `0.rows.3.seats`, and the empty one for the plan as a whole. */
export type Faults = ReadonlyMap<string, Fault>;

function rowFaults({ label, seats: text, gaps }: DraftRow): [string, Fault][] {
  const faults: [string, Fault][] = [];
  if (!isLabel(label.trim())) faults.push(['label', 'editor.badLabel']);
  const seats = seatsOf(text);
  if (seats === undefined) faults.push(['seats', 'editor.badSeats']);
  else if (!gapsOf(gaps, typeof seats === 'number' ? seats : seats.length)) faults.push(['gaps', 'editor.badGaps']);
  return faults;
}

const good = new WeakSet<DraftRow>();

/** Of the rows that were looked at before only what they have in common is looked at again. */
function rowsFaults(rows: readonly DraftRow[]): [string, Fault][] {
  const faults: [string, Fault][] = [];
  const labels = new Set<string>();
  rows.forEach((row, number) => {
    if (!good.has(row)) {
      const found = rowFaults(row);
      if (found.length === 0) good.add(row);
      faults.push(...found.map(([field, fault]): [string, Fault] => [`rows.${number}.${field}`, fault]));
    }
    const label = row.label.trim();
    if (label !== '' && labels.has(label)) faults.push([`rows.${number}.label`, 'editor.labelTwice']);
    labels.add(label);
  });
  return faults;
}

const inRange = (value: number, least: number, most: number) => Number.isInteger(value) && value >= least && value <= most;

function sectionFaults({ id, name, kind, price, capacity, rows, layout }: DraftSection, currency: string): [string, Fault][] {
  const faults: [string, Fault][] = [];
  if (!isLabel(id.trim())) faults.push(['id', 'editor.badLabel']);
  if (name.trim() === '') faults.push(['name', 'editor.enterName']);
  else if (name.trim().length > 100) faults.push(['name', 'editor.atMost100']);
  if (parseMoney(price, currency) === undefined) faults.push(['price', 'editor.badPrice']);
  if (kind === 'general' && wholeNumber(capacity, 1, MOST_SEATS) === undefined) faults.push(['capacity', 'editor.badCapacity']);
  if (kind === 'reserved') {
    if (rows.length === 0) faults.push(['rows', 'editor.noRows']);
    faults.push(...rowsFaults(rows));
  }
  if (layout) {
    if (!inRange(layout.x, 0, 50_000)) faults.push(['layout.x', 'editor.badPlace']);
    if (!inRange(layout.y, 0, 50_000)) faults.push(['layout.y', 'editor.badPlace']);
    if (!inRange(layout.rotation ?? 0, -180, 180)) faults.push(['layout.rotation', 'editor.badRotation']);
    if (!inRange(layout.curve ?? 0, 0, 180)) faults.push(['layout.curve', 'editor.badCurve']);
  }
  return faults;
}

export function faultsOf(draft: Draft, currency: string): Faults {
  const faults = new Map<string, Fault>();
  const ids = new Set<string>();
  draft.forEach((section, index) => {
    for (const [field, fault] of sectionFaults(section, currency)) faults.set(`${index}.${field}`, fault);
    const id = section.id.trim();
    if (id !== '' && ids.has(id)) faults.set(`${index}.id`, 'editor.idTwice');
    ids.add(id);
  });
  if (draft.length === 0) faults.set('', 'editor.noSections');
  else if (seatsIn(draft) > MOST_SEATS) faults.set('', 'editor.tooManySeats');
  return faults;
}

/** The place behind a name that the server uses: `seating.sections[1].price_minor` is `1.price`. */
export function placeOfField(name: string): string | undefined {
  if (name === 'seating' || name === 'seating.sections') return '';
  const match = /^seating\.sections\[(\d+)\](?:\.(.+))?$/.exec(name);
  if (!match) return undefined;
  const field = (match[2] ?? 'id')
    .replace(/price_minor$/, 'price')
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/^(rows\.\d+\.(?:seats|gaps)).*$/, '$1');
  return `${match[1] ?? ''}.${field}`;
}

