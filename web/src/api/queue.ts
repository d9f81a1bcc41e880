import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { command, read } from './client';
import type { Queue } from './schema';

const keyOf = (eventId: string) => ['events', 'queue', eventId];

/** How far a buyer has come in the waiting room of an event; asked for again as often as the server says. */
export function useQueue(eventId: string, wanted: boolean) {
  return useQuery({
    queryKey: keyOf(eventId),
    queryFn: ({ signal }) => read<Queue>(`/events/${encodeURIComponent(eventId)}/queue`, {}, signal),
    enabled: wanted,
    refetchInterval: ({ state: { data } }) => (data?.ask_again_secs ? data.ask_again_secs * 1_000 : false),
    // Whoever waits looks at something else meanwhile.
    refetchIntervalInBackground: true,
  });
}

/** Takes a place. Whoever takes one again has the same: nothing is made twice. */
export function useJoinQueue(eventId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => command<Queue>('post', `/events/${eventId}/queue`),
    onSuccess: (queue) => client.setQueryData<Queue>(keyOf(eventId), queue),
  });
}

/** A refusal said that the waiting room is not what it seemed. */
export async function readQueueAnew(client: QueryClient, eventId: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['events', 'one', eventId] }),
    client.invalidateQueries({ queryKey: keyOf(eventId) }),
  ]);
}
