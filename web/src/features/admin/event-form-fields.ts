import type { Path } from 'react-hook-form';
import type { EventFormValues } from './event-form-values';

const plain: readonly Path<EventFormValues>[] = [
  'name', 'description', 'venue', 'starts_at', 'ends_at', 'sales_open_at', 'sales_close_at', 'image_url', 'currency',
  'max_seats_per_user', 'sections',
];

/** The field of the form behind a name that the server uses: `seating.sections[1].price_minor` is `sections.1.price`. */
export function formField(name: string): Path<EventFormValues> | undefined {
  const path = name
    .replace(/^seating\./, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/price_minor$/, 'price')
    .replace(/(\.seats)\.\d+$/, '$1');
  const known = plain.find((field) => field === path);
  if (known) return known;
  return /^sections\.\d+\.(id|name|kind|price|capacity|rows|rows\.\d+\.(label|seats))$/.test(path)
    ? (path as Path<EventFormValues>)
    : undefined;
}
