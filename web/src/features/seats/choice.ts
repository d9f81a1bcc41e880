import type { Event, HoldInput, Section } from '@/api/schema';
import { sectionOf, sectionOfSeat } from '@/api/seat-names';
import { t } from '@/i18n';
import { formatMoney } from '@/ui/money';

/** What somebody is about to hold: one of the three ways the server knows. */
export type Choice =
  | { by: 'seats'; seats: readonly string[] }
  | { by: 'best'; section: string | undefined; quantity: number }
  | { by: 'places'; section: string; quantity: number };

export const nothing: Choice = { by: 'seats', seats: [] };

export function quantityOf(choice: Choice): number {
  return choice.by === 'seats' ? choice.seats.length : choice.quantity;
}

/** A choice on its way: never more than one person may have. */
export interface Choosing {
  choice: Choice;
  limit: number;
  /** Whether the last wish went over the limit, and so changed nothing. */
  limitMet: boolean;
}

export type ChoiceAction = { choose: Choice } | { toggle: string };

function wished({ choice }: Choosing, action: ChoiceAction): Choice {
  if ('choose' in action) return action.choose;
  const seats = choice.by === 'seats' ? choice.seats : [];
  const without = seats.filter((seat) => seat !== action.toggle);
  return { by: 'seats', seats: without.length < seats.length ? without : [...seats, action.toggle] };
}

export function choosing(state: Choosing, action: ChoiceAction): Choosing {
  const choice = wished(state, action);
  return quantityOf(choice) > state.limit ? { ...state, limitMet: true } : { ...state, choice, limitMet: false };
}

export function holdInput(choice: Choice): HoldInput {
  switch (choice.by) {
    case 'seats':
      return { seats: [...choice.seats] };
    case 'best':
      return {
        best_available: {
          quantity: choice.quantity,
          ...(choice.section !== undefined && { section: choice.section }),
        },
      };
    case 'places':
      return { section: choice.section, quantity: choice.quantity };
  }
}

/** The choice that would lead to these seats, or to as good ones where places have no numbers. */
export function choiceOf(event: Event, seats: readonly string[]): Choice {
  const section = seats[0] === undefined ? undefined : sectionOfSeat(event, seats[0]);
  return section?.kind === 'general' ? { by: 'places', section: section.id, quantity: seats.length } : { by: 'seats', seats };
}

const reserved = (event: Event): Section[] => event.seating.sections.filter(({ kind }) => kind === 'reserved');

/** The least and the most that the choice can cost: they differ only when the system may pick the section. */
function rangeOf(event: Event, choice: Choice): [number, number] {
  if (choice.by === 'seats') {
    const total = choice.seats.reduce((sum, seat) => sum + (sectionOfSeat(event, seat)?.price_minor ?? 0), 0);
    return [total, total];
  }
  const section = choice.section === undefined ? undefined : sectionOf(event, choice.section);
  const prices = (section ? [section] : reserved(event)).map(({ price_minor }) => price_minor * choice.quantity);
  return prices.length > 0 ? [Math.min(...prices), Math.max(...prices)] : [0, 0];
}

/** The total, or its range where only the hold itself will tell. */
export function totalOf(event: Event, choice: Choice): string {
  const [least, most] = rangeOf(event, choice);
  const text = formatMoney(least, event.currency);
  return least === most ? text : t('seats.priceRange', { least: text, most: formatMoney(most, event.currency) });
}

/** The choice in words, for where there are no single seats to list. */
export function describeChoice(event: Event, choice: Choice): string {
  const count = quantityOf(choice);
  if (choice.by === 'seats') return t('seats.choiceSeats', { count });
  const section = choice.section === undefined ? undefined : sectionOf(event, choice.section)?.name;
  if (choice.by === 'places') return t('seats.choicePlaces', { count, section: section ?? choice.section });
  return section === undefined ? t('seats.choiceBest', { count }) : t('seats.choiceBestIn', { count, section });
}

/** The choice as part of an address, so that it is still there after logging in. */
export function choiceToSearch(choice: Choice): URLSearchParams {
  const search = new URLSearchParams();
  if (choice.by === 'seats') {
    for (const seat of choice.seats) search.append('seat', seat);
    return search;
  }
  search.set(choice.by, String(choice.quantity));
  if (choice.section !== undefined) search.set('in', choice.section);
  return search;
}

export function choiceFromSearch(search: URLSearchParams): Choice {
  const section = search.get('in') ?? undefined;
  const best = Number(search.get('best'));
  const places = Number(search.get('places'));
  if (Number.isInteger(best) && best > 0) return { by: 'best', section, quantity: best };
  if (Number.isInteger(places) && places > 0 && section !== undefined) return { by: 'places', section, quantity: places };
  return { by: 'seats', seats: search.getAll('seat') };
}
