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

export function useChangeRole() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) =>
      command<AdminUser>('patch', `/admin/users/${id}`, { role }),
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
}
