// The seats of a row, and where there are none, as somebody types them.

export interface Gap {
  after: number;
  width: number;
}

const MOST_SEATS = 100_000;
const WIDEST_GAP = 100;
const label = /^[\p{L}\p{N}_.]{1,16}$/u;

export const isLabel = (text: string): boolean => label.test(text);

/** "20" is so many seats, "1, 2, 2A" are their labels; a comma after a single one makes it a label. */
export function seatsOf(typed: string): number | string[] | undefined {
  const text = typed.trim();
  if (!text.includes(',')) {
    const count = Number(text);
    return /^\d+$/.test(text) && count >= 1 && count <= MOST_SEATS ? count : undefined;
  }
  const labels = text.split(',').map((one) => one.trim()).filter((one) => one !== '');
  const good = labels.length > 0 && labels.every(isLabel) && new Set(labels).size === labels.length;
  return good ? labels : undefined;
}

export function seatsText(seats: number | readonly string[]): string {
  if (typeof seats === 'number') return String(seats);
  return seats.length === 1 ? `${seats[0] ?? ''},` : seats.join(', ');
}

/** "5, 15x2": behind the fifth seat a gap of one seat, behind the fifteenth one of two. */
export function gapsOf(typed: string, seats: number): Gap[] | undefined {
  const gaps: Gap[] = [];
  for (const part of typed.split(',').map((one) => one.trim()).filter((one) => one !== '')) {
    const match = /^(\d{1,6})(?:\s*[x×*]\s*(\d{1,3}))?$/i.exec(part);
    if (!match) return undefined;
    const gap = { after: Number(match[1]), width: Number(match[2] ?? 1) };
    const before = gaps.at(-1);
    if (gap.after >= seats || gap.width < 1 || gap.width > WIDEST_GAP || (before && gap.after <= before.after)) return undefined;
    gaps.push(gap);
  }
  return gaps;
}

export function gapsText(gaps: readonly Gap[]): string {
  return gaps.map(({ after, width }) => (width === 1 ? String(after) : `${after}x${width}`)).join(', ');
}
