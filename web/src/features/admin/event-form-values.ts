import { z } from '@/ui/zod';
import type { Event, EventInput, EventPatch, Section } from '@/api/schema';
import { fromLocalInput, toLocalInput } from '@/ui/dates';
import { moneyInput, parseMoney } from '@/ui/money';

const MOST_SEATS = 100_000;
const label = /^[\p{L}\p{N}_.]{1,16}$/u;
const labelRule = 'Use 1 to 16 letters, digits, "_" or ".".';

const row = z.object({
  label: z.string().trim().regex(label, labelRule),
  seats: z.string().trim().refine((text) => seatsOf(text) !== undefined, 'Enter a number such as 20, or labels such as 1, 2, 2A.'),
});

const section = z.object({
  id: z.string().trim().regex(label, labelRule),
  name: z.string().trim().min(1, 'Enter a name.'),
  kind: z.enum(['reserved', 'general']),
  price: z.string(),
  capacity: z.string(),
  rows: z.array(row),
});

const moment = z.string().refine((text) => text === '' || fromLocalInput(text) !== undefined, 'Enter a day and a time.');

/** The form as it is typed: texts, until they are checked and turned into what the server wants. */
export const eventForm = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(200, 'Use at most 200 characters.'),
  description: z.string(),
  venue: z.string().trim().min(1, 'Enter a place.').max(200, 'Use at most 200 characters.'),
  starts_at: moment.refine((text) => text !== '', 'Enter a day and a time.'),
  ends_at: moment,
  sales_open_at: moment,
  sales_close_at: moment,
  image_url: z.union([z.literal(''), z.url({ protocol: /^https?$/, error: 'Enter an address that begins with http:// or https://.' })]),
  currency: z.string().trim().regex(/^[A-Z]{3}$/, 'Enter three capital letters such as EUR.'),
  max_seats_per_user: z.string().refine((text) => wholeNumber(text, 1, 10_000) !== undefined, 'Enter a number from 1 to 10000.'),
  draft: z.boolean(),
  sections: z.array(section).min(1, 'Add at least one section.'),
}).superRefine(({ currency, sections }, context) => {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const ids = sections.map(({ id }) => id.trim());
  sections.forEach(({ id, kind, price, capacity, rows }, index) => {
    const at = (field: string) => ['sections', index, field];
    if (ids.indexOf(id.trim()) < index) refuse(at('id'), 'Another section has this id.');
    if (parseMoney(price, currency) === undefined) refuse(at('price'), `Enter an amount in ${currency || 'the currency'}.`);
    if (kind === 'general' && wholeNumber(capacity, 1, MOST_SEATS) === undefined) refuse(at('capacity'), `Enter a number from 1 to ${MOST_SEATS}.`);
    if (kind === 'reserved' && rows.length === 0) refuse(at('rows'), 'Add at least one row.');
    const labels = rows.map((one) => one.label.trim());
    labels.forEach((text, number) => {
      if (kind === 'reserved' && labels.indexOf(text) < number) refuse([...at('rows'), number, 'label'], 'Another row has this label.');
    });
  });
  if (sections.reduce((sum, one) => sum + seatCount(one), 0) > MOST_SEATS) refuse(['sections'], `An event has at most ${MOST_SEATS} seats.`);
});

export type EventFormValues = z.infer<typeof eventForm>;
export type SectionValues = EventFormValues['sections'][number];

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return /^\d+$/.test(text.trim()) && number >= least && number <= most ? number : undefined;
}

/** "20" is so many seats, "1, 2, 2A" are their labels; a comma after a single one makes it a label. */
export function seatsOf(text: string): number | string[] | undefined {
  if (!text.includes(',')) return wholeNumber(text, 1, MOST_SEATS);
  const labels = text.split(',').map((one) => one.trim()).filter((one) => one !== '');
  const good = labels.length > 0 && labels.every((one) => label.test(one)) && new Set(labels).size === labels.length;
  return good ? labels : undefined;
}

function seatsText(seats: number | string[]): string {
  if (typeof seats === 'number') return String(seats);
  return seats.length === 1 ? `${seats[0]},` : seats.join(', ');
}

/** How many seats a section has as it is typed now; what is not a number yet counts as none. */
export function seatCount({ kind, capacity, rows }: Pick<SectionValues, 'kind' | 'capacity' | 'rows'>): number {
  if (kind === 'general') return wholeNumber(capacity, 1, MOST_SEATS) ?? 0;
  return rows.reduce((sum, { seats }) => {
    const parsed = seatsOf(seats.trim());
    return sum + (typeof parsed === 'number' ? parsed : (parsed?.length ?? 0));
  }, 0);
}

export const newSection = (number: number): SectionValues => ({
  id: `S${number}`, name: '', kind: 'reserved', price: '', capacity: '', rows: [{ label: 'A', seats: '20' }],
});

export const emptyEvent: EventFormValues = {
  name: '', description: '', venue: '', starts_at: '', ends_at: '', sales_open_at: '', sales_close_at: '',
  image_url: '', currency: 'EUR', max_seats_per_user: '10', draft: false, sections: [newSection(1)],
};

export function valuesOf(event: Event): EventFormValues {
  return {
    name: event.name,
    description: event.description,
    venue: event.venue,
    starts_at: toLocalInput(event.starts_at),
    ends_at: toLocalInput(event.ends_at),
    sales_open_at: toLocalInput(event.sales_open_at),
    sales_close_at: toLocalInput(event.sales_close_at),
    image_url: event.image_url ?? '',
    currency: event.currency,
    max_seats_per_user: String(event.max_seats_per_user),
    draft: event.status === 'draft',
    sections: event.seating.sections.map((one) => ({
      id: one.id,
      name: one.name,
      kind: one.kind,
      price: moneyInput(one.price_minor, event.currency),
      capacity: one.capacity ? String(one.capacity) : '',
      rows: (one.rows ?? []).map((each) => ({ label: each.label, seats: seatsText(each.seats) })),
    })),
  };
}

function sectionInput({ id, name, kind, price, capacity, rows }: SectionValues, currency: string): Section {
  const common = { id: id.trim(), name: name.trim(), kind, price_minor: parseMoney(price, currency) ?? 0 };
  if (kind === 'general') return { ...common, capacity: Number(capacity) };
  return { ...common, rows: rows.map((one) => ({ label: one.label.trim(), seats: seatsOf(one.seats.trim()) ?? 0 })) };
}

/** Checked values as the server wants them. */
export function inputOf(values: EventFormValues): EventInput {
  return {
    name: values.name.trim(),
    description: values.description.trim(),
    venue: values.venue.trim(),
    starts_at: fromLocalInput(values.starts_at) ?? '',
    ends_at: fromLocalInput(values.ends_at) ?? null,
    sales_open_at: fromLocalInput(values.sales_open_at) ?? null,
    sales_close_at: fromLocalInput(values.sales_close_at) ?? null,
    image_url: values.image_url || null,
    currency: values.currency.trim(),
    max_seats_per_user: Number(values.max_seats_per_user),
    draft: values.draft,
    seating: { sections: values.sections.map((one) => sectionInput(one, values.currency.trim())) },
  };
}

/** Only what was changed: a plan that is in use may stay, but not be sent again. */
export function patchOf(before: EventFormValues, after: EventFormValues): EventPatch {
  const old = inputOf(before);
  return Object.fromEntries(
    Object.entries(inputOf(after)).filter(([name, value]) =>
      name !== 'draft' && JSON.stringify(value) !== JSON.stringify(old[name as keyof EventInput])),
  );
}
