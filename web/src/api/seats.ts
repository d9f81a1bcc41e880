import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { availabilityOf, followed, later, noted, type Availability } from './availability';
import { execute, read } from './client';
import { followSeats, type Liveness } from './live-seats';
import { problemOf } from './problem';
import type { BlockedSeats, Event, SeatChanges, SeatMap } from './schema';

/** How often the seats are read anew while the live stream does not tell of changes. */
export const POLL_SECS = 15;

const keyOf = (eventId: string) => ['events', 'seats', eventId];

/**
 * Which seats of an event are not free, kept up by the live stream, and by asking from time to time while there
 * is none. A draft has none: the stream is open to everybody, and a browser cannot sign in to it.
 */
export function useSeats({ id, status }: Pick<Event, 'id' | 'status'>, wanted = true) {
  const client = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>('connecting');
  const streamed = wanted && status === 'published';
  useEffect(() => {
    if (!streamed) return undefined;
    return followSeats(id, {
      snapshot: (map) => {
        client.setQueryData<Availability>(keyOf(id), (before) => later(before, availabilityOf(map)));
      },
      changes: (changes) => {
        client.setQueryData<Availability>(keyOf(id), (before) => before && followed(before, changes));
      },
      liveness: setLiveness,
    });
  }, [client, id, streamed]);
  const query = useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal }) => {
      const map = await read<SeatMap>(`/events/${encodeURIComponent(id)}/seats`, {}, signal);
      return later(client.getQueryData(keyOf(id)), availabilityOf(map));
    },
    enabled: wanted,
    refetchInterval: streamed && liveness === 'live' ? false : POLL_SECS * 1_000,
  });
  return { query, liveness: streamed ? liveness : 'late' };
}

/**
 * Puts into the plan what a command did to some seats, before the stream tells it. Its answer may come late: what
 * is known from after its fact stays. Where it led to no fact, only the server can tell what the seats are now.
 */
export function noteSeats(client: QueryClient, eventId: string, position: number | undefined, changes: Partial<SeatChanges>): void {
  if (position === undefined) void readSeatsAnew(client, eventId);
  else client.setQueryData<Availability>(keyOf(eventId), (before) => before && noted(before, position, changes));
}

/** Reads the seats anew: the plan is not what it seemed. */
export function readSeatsAnew(client: QueryClient, eventId: string): Promise<void> {
  return client.invalidateQueries({ queryKey: keyOf(eventId) });
}

export interface SaleChange {
  seats: readonly string[];
  onSale: boolean;
}

/** Takes seats off sale or puts them back on sale: all of them, or none. */
export function useChangeSale(eventId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ seats, onSale }: SaleChange) =>
      execute<BlockedSeats>('post', `/events/${eventId}/${onSale ? 'unblocks' : 'blocks'}`, { seats }),
    onSuccess: ({ position }, { seats, onSale }) => noteSeats(client, eventId, position, { [onSale ? 'freed' : 'blocked']: [...seats] }),
    onError: (error) => {
      if (!problemOf(error).retryable) void readSeatsAnew(client, eventId);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['events'], refetchType: 'none' }),
  });
}
