import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { command, read } from './client';
import { beginWithKept, keepAnswer } from './kept-answers';
import type { Event, EventInput, EventList, EventPatch } from './schema';

export interface EventFilter {
  q?: string;
  from?: string;
  to?: string;
  /** What the cheapest seat costs, in the currency of each event. */
  price_from?: string;
  price_to?: string;
  status?: string;
  cursor?: string;
  limit?: number;
}

/** One page of the list of events. */
export function useEvents(filter: EventFilter) {
  return useQuery({
    queryKey: ['events', 'list', filter],
    queryFn: ({ signal }) => read<EventList>('/events', { ...filter }, signal),
    placeholderData: keepPreviousData,
  });
}

export function useEvent(id: string) {
  return useQuery({
    queryKey: ['events', 'one', id],
    queryFn: ({ signal }) => read<Event>(`/events/${encodeURIComponent(id)}`, {}, signal),
  });
}

/** The event of a ticket, kept for offline: it knows what the seats are called. */
export function useTicketEvent(id: string) {
  const path = `/events/${encodeURIComponent(id)}`;
  return useQuery({
    queryKey: ['events', 'one', id],
    queryFn: async ({ signal }) => {
      const event = await read<Event>(path, {}, signal);
      keepAnswer(path, event);
      return event;
    },
    ...beginWithKept(path, (event: Event) => event),
  });
}

/** A command on events; afterwards everything that shows events or figures is read anew. */
function useEventCommand<Input, Answer>(run: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSettled: () => Promise.all(
      [['events'], ['reports'], ['bookings']].map((queryKey) => client.invalidateQueries({ queryKey })),
    ),
  });
}

export function useCreateEvent() {
  return useEventCommand(({ input, key }: { input: EventInput; key: string }) =>
    command<Event>('post', '/events', input, key));
}

export function useChangeEvent(id: string) {
  return useEventCommand((patch: EventPatch) => command<Event>('patch', `/events/${id}`, patch));
}

export function usePublishEvent() {
  return useEventCommand((id: string) => command<Event>('post', `/events/${id}/publish`));
}

export function useCancelEvent() {
  return useEventCommand(({ id, reason }: { id: string; reason: string }) =>
    command<Event>('post', `/events/${id}/cancel`, { reason }));
}

export function useDeleteEvent() {
  return useEventCommand((id: string) => command<undefined>('delete', `/events/${id}`));
}
