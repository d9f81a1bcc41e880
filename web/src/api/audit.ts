import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { command, read, readText } from './client';
import { newIdempotencyKey } from './intent';
import type { AdminActionList, AuditedFactList, Proof, RefusalList, SeatStory, SignedCheckpointList, Verdict } from './schema';

export interface FactFilter {
  after?: string;
  event_id?: string;
  user_id?: string;
  type?: string;
  cursor?: string | undefined;
}

export function useFacts(filter: FactFilter) {
  return useQuery({
    queryKey: ['audit', 'facts', filter],
    queryFn: ({ signal }) => read<AuditedFactList>('/audit/facts', { ...filter }, signal),
    placeholderData: keepPreviousData,
  });
}

/** The first fact of the log: there is nothing to report of before it. */
export function useFirstFact() {
  return useQuery({
    queryKey: ['audit', 'first'],
    queryFn: ({ signal }) => read<AuditedFactList>('/audit/facts', { limit: 1 }, signal),
    select: ({ items }) => items[0],
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSeatStory(eventId: string, seat: string) {
  return useQuery({
    queryKey: ['audit', 'seat', eventId, seat],
    queryFn: ({ signal }) => read<SeatStory>(`/audit/events/${encodeURIComponent(eventId)}/seats/${encodeURIComponent(seat)}`, {}, signal),
    enabled: eventId !== '' && seat !== '',
  });
}

export function useAdminActions(filter: { actor_id?: string; from?: string; to?: string; cursor?: string | undefined }) {
  return useQuery({
    queryKey: ['audit', 'actions', filter],
    queryFn: ({ signal }) => read<AdminActionList>('/audit/actions', { ...filter }, signal),
    placeholderData: keepPreviousData,
  });
}

export function useRefusals(filter: { event_id?: string; user_id?: string; reason?: string; cursor?: string | undefined }) {
  return useQuery({
    queryKey: ['audit', 'refusals', filter],
    queryFn: ({ signal }) => read<RefusalList>('/audit/refusals', { ...filter }, signal),
    placeholderData: keepPreviousData,
  });
}

export function useCheckpoints(filter: { cursor?: string | undefined }) {
  return useQuery({
    queryKey: ['audit', 'checkpoints', filter],
    queryFn: ({ signal }) => read<SignedCheckpointList>('/audit/checkpoints', { ...filter, limit: 10 }, signal),
    placeholderData: keepPreviousData,
  });
}

/** Hashes the whole log again. Sent twice it would be done twice, hence no key is kept. */
export function useVerify() {
  return useMutation({ mutationFn: () => command<Verdict>('post', '/audit/verify', undefined, newIdempotencyKey()) });
}

export function useProof() {
  return useMutation({ mutationFn: (bookingId: string) => read<Proof>(`/audit/bookings/${encodeURIComponent(bookingId)}/proof`) });
}

/** The script that checks a proof. */
export function useChecker() {
  return useMutation({ mutationFn: () => readText('/audit/check_proof.py', 'text/x-python') });
}
