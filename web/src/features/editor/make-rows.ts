// Many rows at once: how they are called, how their seats are numbered, where aisles are and where seats are missing.
import type { DraftRow } from './draft';
import { gapsOf, gapsText, isLabel, seatsText, type Gap } from './row-text';

/** From left to right: 1 2 3, 3 2 1, 1 3 5, 2 4 6, or 5 3 1 2 4 6 with the odd numbers on the left. */
export const numberings = ['left', 'right', 'odd', 'even', 'middle'] as const;
export type Numbering = (typeof numberings)[number];

export interface RowsWish {
  /** The first label, or all of them with commas. */
  labels: string;
  rows: number;
  /** Places in a row, missing seats among them. */
  places: number;
  numbering: Numbering;
  first: number;
  /** "5, 15x2": behind these places, counted from the left. */
  aisles: string;
  /** "7, 8": these places have no seat. */
  missing: string;
  /** Leaves out labels that are taken for digits. */
  skipIO: boolean;
}

/** The label after this one: B after A, AA after Z, 13 after 12, R8 after R7. */
function nextLabel(label: string): string {
  const number = /^(.*?)(\d+)$/.exec(label);
  if (number) return `${number[1] ?? ''}${Number(number[2]) + 1}`;
  const match = /^(.*?)([A-Z]+)$/.exec(label);
  if (!match) return '';
  const letters = Array.from(match[2] ?? '');
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    const letter = letters[at] ?? 'A';
    if (letter !== 'Z') {
      letters[at] = String.fromCharCode(letter.charCodeAt(0) + 1);
      return (match[1] ?? '') + letters.join('');
    }
    letters[at] = 'A';
  }
  return `${match[1] ?? ''}A${letters.join('')}`;
}

const hasIO = (label: string) => /[IO]/.test(label);

/** So many labels, the first one among them. */
export function labelsFrom(first: string, count: number, skipIO = false): string[] {
  const labels: string[] = [];
  let label = first;
  while (labels.length < count) {
    if (!(skipIO && hasIO(label)) || label === '') labels.push(label);
    label = label === '' ? '' : nextLabel(label);
  }
  return labels;
}

/** The label that goes on after the last row. */
export const labelAfter = (last: string | undefined): string => (last === undefined ? 'A' : nextLabel(last));

/** The numbers of so many places, from left to right. */
function numbersOf(places: number, numbering: Numbering, first: number): number[] {
  const count = Array.from({ length: places }, (_, at) => at);
  switch (numbering) {
    case 'left': return count.map((at) => first + at);
    case 'right': return count.map((at) => first + places - 1 - at);
    case 'odd': return count.map((at) => (first % 2 === 1 ? first : first + 1) + 2 * at);
    case 'even': return count.map((at) => (first % 2 === 0 ? first : first + 1) + 2 * at);
    case 'middle': {
      const left = Math.ceil(places / 2);
      return count.map((at) => (at < left ? first + 2 * (left - 1 - at) : first + 1 + 2 * (at - left)));
    }
  }
}

function missingOf(text: string, places: number): Set<number> | undefined {
  const parts = text.split(',').map((one) => one.trim()).filter((one) => one !== '');
  const numbers = parts.map(Number);
  const good = parts.every((one) => /^\d+$/.test(one)) && numbers.every((one) => one >= 1 && one <= places);
  return good && new Set(numbers).size < places ? new Set(numbers) : undefined;
}

export type RowsFault = 'labels' | 'rows' | 'places' | 'first' | 'aisles' | 'missing';

export const MOST_ROWS = 500;
export const MOST_PLACES = 1_000;

/** One row's seats and gaps: missing seats are gaps, and keep their number. */
function rowText(wish: RowsWish, missing: ReadonlySet<number>, aisles: readonly Gap[]): Pick<DraftRow, 'seats' | 'gaps'> {
  const numbers = numbersOf(wish.places, wish.numbering, wish.first);
  const wide = new Map(aisles.map(({ after, width }) => [after, width]));
  const labels: string[] = [];
  const gaps: Gap[] = [];
  let gap = 0;
  for (let place = 1; place <= wish.places; place += 1) {
    gap += wide.get(place - 1) ?? 0;
    if (missing.has(place)) gap += 1;
    else {
      if (gap > 0) gaps.push({ after: labels.length, width: Math.min(gap, 100) });
      gap = 0;
      labels.push(String(numbers[place - 1] ?? place));
    }
  }
  const counted = labels.every((label, at) => label === String(at + 1));
  return { seats: seatsText(counted ? labels.length : labels), gaps: gapsText(gaps) };
}

/** The rows that were wished for, or which of the fields makes no sense. */
export function makeRows(wish: RowsWish): readonly DraftRow[] | RowsFault {
  const given = wish.labels.split(',').map((one) => one.trim()).filter((one) => one !== '');
  if (given.length === 0 || !given.every(isLabel)) return 'labels';
  if (!(Number.isInteger(wish.rows) && wish.rows >= 1 && wish.rows <= MOST_ROWS)) return 'rows';
  if (!(Number.isInteger(wish.places) && wish.places >= 1 && wish.places <= MOST_PLACES)) return 'places';
  if (!(Number.isInteger(wish.first) && wish.first >= 0 && wish.first <= 9_999)) return 'first';
  const aisles = gapsOf(wish.aisles, wish.places);
  if (!aisles) return 'aisles';
  const missing = missingOf(wish.missing, wish.places);
  if (!missing) return 'missing';
  const labels = given.length > 1 ? given : labelsFrom(given[0] ?? 'A', wish.rows, wish.skipIO);
  const text = rowText(wish, missing, aisles);
  return labels.map((label) => ({ label, ...text }));
}
