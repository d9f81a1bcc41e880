import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { command, read } from './client';
import { newIdempotencyKey } from './intent';
import type { AdminUser, AdminUserList, RegisterInput, Role, UserEnvelope } from './schema';

export function useRegister() {
  return useMutation({
    mutationFn: (input: RegisterInput) =>
      command<UserEnvelope>('post', '/auth/register', input, newIdempotencyKey()),
  });
}

export function useUsers(filter: { q?: string; cursor?: string }) {
  return useQuery({
    queryKey: ['users', filter],
    queryFn: ({ signal }) => read<AdminUserList>('/admin/users', filter, signal),
    placeholderData: keepPreviousData,
  });
}

/** Accounts by their ids, a hundred at most; one that was erased is not among them. */
export function useUsersById(ids: readonly string[]) {
  const wanted = [...new Set(ids)].sort();
  return useQuery({
    queryKey: ['users', 'by-id', wanted],
    queryFn: ({ signal }) => read<AdminUserList>('/admin/users', { ids: wanted.join(','), limit: 100 }, signal),
    select: ({ items }) => new Map(items.map((user) => [user.id, user])),
    placeholderData: keepPreviousData,
    enabled: wanted.length > 0,
  });
}

export function useChangeRole() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) =>
      command<AdminUser>('patch', `/admin/users/${id}`, { role }),
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
}

/** Logs somebody out everywhere; they may log in again. */
export function useEndSessions() {
  return useMutation({ mutationFn: (id: string) => command<undefined>('delete', `/admin/users/${id}/sessions`) });
}

/** Erases an account for good; its bookings stay in the books. */
export function useEraseUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => command<undefined>('delete', `/admin/users/${id}`),
    onSettled: () => Promise.all([['users'], ['bookings'], ['reports']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
