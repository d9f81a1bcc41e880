import { skipToken, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { command, execute, read } from './client';
import { serverNow, useIsPast } from './clock';
import { useIntent } from './intent';
import { forgetHold, keepHold, useKeptHolds } from './kept-holds';
import { problemOf, type ApiProblem } from './problem';
import { readQueueAnew } from './queue';
import type { Booking, Hold, HoldInput } from './schema';
import { noteSeats, readSeatsAnew } from './seats';
import { currentSession, useSession } from './session';

/** How a hold ended without being booked on this page. */
export type HoldEnd = 'expired' | 'booked' | 'released';

/** What the server last said about a hold. */
type Standing = { end: undefined; hold: Hold } | { end: HoldEnd; hold: Hold | undefined };

const ends: Readonly<Record<string, HoldEnd>> = {
  'hold-expired': 'expired', 'hold-already-booked': 'booked', 'hold-not-found': 'released', 'not-found': 'released',
};

/** How often a hold whose time is up by this clock is asked for, until the server says so too. */
const ASK_MS = 500;

const keyOf = (hold: string | undefined) => ['holds', hold];
const seatNames = (hold: Hold | undefined) => hold?.seats.map(({ seat }) => seat) ?? [];

const isOver = (standing: Standing | undefined) =>
  standing !== undefined && standing.end === undefined && Date.parse(standing.hold.expires_at) <= serverNow();

/**
 * Takes in that a hold has ended, if that is what the refusal says. It does not say who has the seats by now: that
 * is read first, or they would seem to be somebody else's.
 */
async function ended(client: QueryClient, eventId: string, holdId: string, problem: ApiProblem): Promise<Standing | undefined> {
  const end = ends[problem.slug];
  if (!end) return undefined;
  await readSeatsAnew(client, eventId);
  const hold = client.getQueryData<Standing>(keyOf(holdId))?.hold;
  return client.setQueryData<Standing>(keyOf(holdId), { end, hold });
}

export type Holding =
  | { step: 'none' }
  /** There is a hold from before the page was loaded; what it is now is being asked. */
  | { step: 'finding' }
  | { step: 'unknown'; problem: ApiProblem; retry: () => void }
  /** `timeUp`: by this clock it is over, and the server is being asked. */
  | { step: 'held'; hold: Hold; timeUp: boolean }
  /** It ended; the seats are known if it was seen running here. */
  | { step: 'ended'; end: HoldEnd; seats: string[] };

/** The hold that this tab has for an event, as the server last knew it. */
export function useHolding(eventId: string): Holding {
  const client = useQueryClient();
  const signedIn = useSession().status === 'signed-in';
  const holdId = useKeptHolds().find(({ event }) => event === eventId)?.hold;
  const query = useQuery({
    queryKey: keyOf(holdId),
    queryFn: holdId === undefined || !signedIn ? skipToken : async ({ signal }): Promise<Standing> => {
      try {
        return { end: undefined, hold: await read<Hold>(`/holds/${encodeURIComponent(holdId)}`, {}, signal) };
      } catch (error) {
        const standing = await ended(client, eventId, holdId, problemOf(error));
        if (standing) return standing;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (isOver(state.data) ? ASK_MS : false),
  });
  const standing = query.data;
  const timeUp = useIsPast(standing?.end === undefined ? standing?.hold.expires_at : undefined);
  if (holdId === undefined) return { step: 'none' };
  if (standing) {
    return standing.end === undefined
      ? { step: 'held', hold: standing.hold, timeUp }
      : { step: 'ended', end: standing.end, seats: seatNames(standing.hold) };
  }
  if (query.isError) return { step: 'unknown', problem: problemOf(query.error), retry: () => void query.refetch() };
  return { step: 'finding' };
}

/** Holds seats. The same wish sent again from the same page is the same hold, as with bookings. */
export function useHoldSeats(eventId: string) {
  const client = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: async (input: HoldInput) => {
      try {
        const held = await execute<Hold>('post', `/events/${eventId}/holds`, input, intent.keyFor(input));
        // Wishing the same again later, after this hold has ended, is another wish.
        intent.settle();
        return held;
      } catch (error) {
        if (!problemOf(error).retryable) intent.settle();
        throw error;
      }
    },
    onSuccess: ({ answer: hold, position }) => {
      client.setQueryData<Standing>(keyOf(hold.id), { end: undefined, hold });
      const session = currentSession();
      if (session.status === 'signed-in') keepHold(eventId, hold.id, session.user.id);
      noteSeats(client, eventId, position, { held: seatNames(hold) });
    },
    // A refusal is explained by what the seats are now: whether somebody has them, or the organiser.
    onError: (error) => {
      const { slug } = problemOf(error);
      // The waiting room was opened meanwhile, or the turn is over.
      if (slug === 'not-admitted') void readQueueAnew(client, eventId);
      const read = readSeatsAnew(client, eventId);
      return slug === 'seat-taken' ? read : undefined;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['events'], refetchType: 'none' }),
  });
}

export function useExtendHold({ id, event_id }: Hold) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command<Hold>('post', `/holds/${id}/extend`),
    onSuccess: (hold) => client.setQueryData<Standing>(keyOf(id), { end: undefined, hold }),
    onError: (error) => ended(client, event_id, id, problemOf(error)),
  });
}

/** Gives the seats back. That they went back already is as good. */
export function useReleaseHold() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, event_id }: Hold) => {
      try {
        return await execute<undefined>('delete', `/holds/${id}`);
      } catch (error) {
        const standing = await ended(client, event_id, id, problemOf(error));
        if (standing?.end === undefined || standing.end === 'booked') throw error;
        return undefined;
      }
    },
    onSuccess: (released, hold) => {
      if (released) noteSeats(client, hold.event_id, released.position, { freed: seatNames(hold) });
      forgetHold(hold.event_id);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['events'], refetchType: 'none' }),
  });
}

/** Its seats are a booking's now. The hold is forgotten by the page that shows the booking. */
export function holdWasBooked(client: QueryClient, hold: Hold, booking: Booking): void {
  noteSeats(client, hold.event_id, booking.position, { booked: seatNames(hold) });
  client.setQueryData<Standing>(keyOf(hold.id), { end: 'booked', hold });
}

/** A booking's refusal may say that the hold it was to come from has ended. */
export async function holdWasRefused(client: QueryClient, { id, event_id }: Hold, problem: ApiProblem): Promise<void> {
  await ended(client, event_id, id, problem);
}
