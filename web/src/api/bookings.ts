import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { command, read } from './client';
import { holdWasBooked, holdWasRefused } from './holds';
import { useIntent } from './intent';
import { beginWithKept, keepAnswer } from './kept-answers';
import { problemOf } from './problem';
import type { Booking, BookingInput, BookingList, Hold } from './schema';

const touched = [['bookings'], ['events'], ['reports']];

/** The user's own bookings, newest first as the server gives them, page after page. The first is kept for offline. */
export function useMyBookings() {
  return useInfiniteQuery({
    queryKey: ['bookings', 'mine'],
    queryFn: async ({ pageParam, signal }) => {
      const page = await read<BookingList>('/bookings', { limit: 100, cursor: pageParam }, signal);
      if (pageParam === undefined) keepAnswer('/bookings', page);
      return page;
    },
    ...beginWithKept('/bookings', (page: BookingList) => ({ pages: [page], pageParams: [undefined as string | undefined] })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** A booking, kept for offline. */
export function useBooking(id: string) {
  const path = `/bookings/${encodeURIComponent(id)}`;
  return useQuery({
    queryKey: ['bookings', 'one', id],
    queryFn: async ({ signal }) => {
      const booking = await read<Booking>(path, {}, signal);
      keepAnswer(path, booking);
      return booking;
    },
    ...beginWithKept(path, (booking: Booking) => booking),
  });
}

export interface BookingFilter {
  q?: string;
  event_id?: string;
  user_id?: string;
  status?: string;
  cursor?: string;
}

/** Bookings of everybody, for those who may read them. Administration's own list is not for staff. */
export function useAllBookings(filter: BookingFilter) {
  return useQuery({
    queryKey: ['bookings', 'all', filter],
    queryFn: ({ signal }) => read<BookingList>('/bookings', { ...filter, whose: 'all' }, signal),
    placeholderData: keepPreviousData,
  });
}

/**
 * Books the seats of a hold. Sent again from the same page, by a double click or after a lost answer, it is the
 * same booking, also when the second click comes after the answer. A refusal ends the wish: the server remembers
 * refusals under their key.
 */
export function useBookHold() {
  const client = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: async (hold: Hold) => {
      const input: BookingInput = { hold_id: hold.id };
      try {
        return await command<Booking>('post', `/events/${hold.event_id}/bookings`, input, intent.keyFor(input));
      } catch (error) {
        if (!problemOf(error).retryable) intent.settle();
        throw error;
      }
    },
    onSuccess: (booking, hold) => {
      client.setQueryData(['bookings', 'one', booking.id], booking);
      holdWasBooked(client, hold, booking);
    },
    onError: (error, hold) => holdWasRefused(client, hold, problemOf(error)),
    onSettled: () => {
      for (const queryKey of touched) void client.invalidateQueries({ queryKey });
    },
  });
}

export function useCancelBooking() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => command<Booking>('post', `/bookings/${id}/cancel`),
    onSettled: () => Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
