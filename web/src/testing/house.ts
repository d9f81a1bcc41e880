import { screen } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import type { Hold, User } from '@/api/schema';
import { aBooking, aHold, anEvent, aSeatMap, maria } from './fixtures';
import { open } from './render';
import { answer } from './server';

/** The opera house answers with its event and its seats. */
export function houseIsOpen(event = anEvent(), seatMap = aSeatMap()): void {
  answer('get', '/events/e-nabucco', event);
  answer('get', '/events/e-nabucco/seats', seatMap);
}

export interface Sent {
  body: unknown;
  key: string | null;
}

/** Takes what is posted and remembers it; the answers are given in turn, the last one from then on. */
function takes(path: string, usual: () => Response, answers: (() => Response)[]): Sent[] {
  const sent: Sent[] = [];
  answer('post', path, async ({ request }) => {
    sent.push({ body: await request.json(), key: request.headers.get('idempotency-key') });
    return (answers[Math.min(sent.length, answers.length) - 1] ?? usual)();
  });
  return sent;
}

/** Takes holds; they are what can be asked for afterwards. */
export function takesHolds(hold: Hold = aHold(), ...answers: (() => Response)[]): Sent[] {
  answer('get', `/holds/${hold.id}`, hold);
  return takes('/events/e-nabucco/holds', () => HttpResponse.json(hold, { status: 201, headers: { 'Seatlog-Position': '8' } }), answers);
}

export function takesBookings(...answers: (() => Response)[]): Sent[] {
  answer('get', '/bookings/b-1', aBooking());
  return takes('/events/e-nabucco/bookings', () => HttpResponse.json(aBooking(), { status: 201, headers: { 'Seatlog-Position': '9' } }), answers);
}

export const seat = (name: string) => screen.findByRole('button', { name });

/** Goes to another row of the section that is shown. */
export async function showRow(user: UserEvent, label: string): Promise<void> {
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Row' }), label);
}

/** Chooses the two seats of `aHold` and holds them; `holds` is what was sent for it. */
export async function openWithHold(hold: Hold = aHold(), as: User = maria) {
  houseIsOpen();
  const holds = takesHolds(hold);
  const page = open('/events/e-nabucco?section=ST', as);
  await page.user.click(await seat('Stalls, row A, seat 1, 45.00 EUR, free'));
  await page.user.click(await seat('Stalls, row A, seat 3, 45.00 EUR, free'));
  await page.user.click(await seat('Hold 2 seats'));
  await screen.findByRole('region', { name: 'Held for you' });
  return { ...page, holds };
}
