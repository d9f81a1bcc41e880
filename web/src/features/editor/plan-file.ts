// A plan as a file: the seating as the server takes it, and what its prices are in.
import type { Section } from '@/api/schema';
import { z } from '@/ui/zod';
import { draftOf, type Draft } from './draft';

const gap = z.strictObject({ after: z.int(), width: z.int() });
const row = z.strictObject({
  label: z.string(),
  seats: z.union([z.int(), z.array(z.string())]),
  gaps: z.array(gap).optional(),
});
const layout = z.strictObject({ x: z.int(), y: z.int(), rotation: z.int().optional(), curve: z.int().optional() });
const section = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['reserved', 'general']),
  price_minor: z.int(),
  rows: z.array(row).nullish(),
  capacity: z.int().nullish(),
  layout: layout.optional(),
});
const seating = z.strictObject({ sections: z.array(section).min(1) });
const file = z.strictObject({ currency: z.string().optional(), seating });

export interface PlanFile {
  draft: Draft;
  currency: string | undefined;
}

/** Where a file is wrong, and how the checker words it. */
export interface FileFault {
  place: string;
  message: string;
}

const MOST_FAULTS = 10;

const placeIn = (path: readonly PropertyKey[]) =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '');

/** Reads a file; what is wrong with it is named by its place in the file. */
export function readPlan(text: string, currency: string): PlanFile | readonly FileFault[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return [{ place: '', message: error instanceof Error ? error.message : 'JSON' }];
  }
  const bare = typeof json === 'object' && json !== null && 'sections' in json;
  const read = file.safeParse(bare ? { seating: json } : json);
  if (!read.success) {
    return read.error.issues.slice(0, MOST_FAULTS).map(({ path, message }) => ({ place: placeIn(bare ? path.slice(1) : path), message }));
  }
  const own = read.data.currency;
  return { currency: own, draft: draftOf(read.data.seating.sections, own ?? currency) };
}

export function planText(sections: readonly Section[], currency: string): string {
  return `${JSON.stringify({ currency, seating: { sections } }, null, 2)}\n`;
}
