// A plan as a file: the seating as the server takes it, and what its prices are in.
import type { Section } from '@/api/schema';
import { z } from '@/ui/zod';
import type { Fault } from './check-draft';
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

/** Where a file is wrong, and what is; `names` are those of members that nobody knows. */
export interface FileFault {
  place: string;
  fault: Fault;
  names: string;
}

const MOST_FAULTS = 10;

const placeIn = (path: readonly PropertyKey[]) =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '');

/** What stands at a place of the file, if anything does. */
const valueAt = (json: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined), json);

const wanted: Partial<Record<string, Fault>> = {
  string: 'editor.fileText', int: 'editor.fileNumber', number: 'editor.fileNumber', array: 'editor.fileList', object: 'editor.fileObject',
};

function faultOf(issue: z.core.$ZodIssue, json: unknown): Fault {
  if (valueAt(json, issue.path) === undefined) return 'editor.fileMissing';
  switch (issue.code) {
    case 'invalid_type': return wanted[issue.expected] ?? 'editor.fileWrong';
    case 'invalid_value': return 'editor.fileKind';
    case 'invalid_union': return 'editor.fileSeats';
    case 'unrecognized_keys': return 'editor.fileUnknown';
    case 'too_small': return issue.origin === 'array' ? 'editor.noSections' : 'editor.fileNumber';
    case 'too_big': return 'editor.fileNumber';
    default: return 'editor.fileWrong';
  }
}

/** Reads a file; what is wrong with it is named by its place in the file. */
export function readPlan(text: string, currency: string): PlanFile | readonly FileFault[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [{ place: '', fault: 'editor.fileNotJson', names: '' }];
  }
  const bare = typeof json === 'object' && json !== null && 'sections' in json;
  const whole = bare ? { seating: json } : json;
  const read = file.safeParse(whole);
  if (!read.success) {
    return read.error.issues.slice(0, MOST_FAULTS).map((issue) => ({
      place: placeIn(bare ? issue.path.slice(1) : issue.path),
      fault: faultOf(issue, whole),
      names: issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : '',
    }));
  }
  const own = read.data.currency;
  return { currency: own, draft: draftOf(read.data.seating.sections, own ?? currency) };
}

export function planText(sections: readonly Section[], currency: string): string {
  return `${JSON.stringify({ currency, seating: { sections } }, null, 2)}\n`;
}
