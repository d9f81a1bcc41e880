// What somebody does with their own account.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { command, read } from './client';
import type { PasswordInput, SessionList, User } from './schema';
import { changeUser, currentSession } from './session';

export function useChangeName() {
  return useMutation({
    mutationFn: (name: string) => command<User>('patch', '/me', { name }),
    onSuccess: changeUser,
  });
}

/** The account as the server knows it now: the address may have been verified elsewhere. */
export function useMe() {
  return useQuery({ queryKey: ['me', 'account'], queryFn: ({ signal }) => read<User>('/me', {}, signal) });
}

/** Where one is logged in; the server keeps few enough for one page. */
export function useSessions() {
  return useQuery({
    queryKey: ['me', 'sessions'],
    queryFn: ({ signal }) => read<SessionList>('/me/sessions', { limit: 100 }, signal),
  });
}

export function useRevokeSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => command<undefined>('delete', `/me/sessions/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: ['me', 'sessions'] }),
  });
}

/** All that is kept about one; not kept by the page. */
export function useExport() {
  return useMutation({ mutationFn: () => read<object>('/me/export') });
}

export function useDeleteAccount() {
  return useMutation({ mutationFn: (password: string) => command<undefined>('delete', '/me', { password }) });
}

/** All sessions but this one end with the old password. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: PasswordInput) => command<undefined>('post', '/me/password', input),
    onSuccess: () => client.invalidateQueries({ queryKey: ['me', 'sessions'] }),
  });
}

export function useForgotPassword() {
  return useMutation({ mutationFn: (email: string) => command<undefined>('post', '/auth/password/forgot', { email }) });
}

export function useResetPassword() {
  return useMutation({
    mutationFn: (input: { token: string; password: string }) => command<undefined>('post', '/auth/password/reset', input),
  });
}

export function useVerifyEmail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => command<undefined>('post', '/auth/email/verify', { token }),
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ['me'] });
      // Whose address it was is known to the server alone.
      if (currentSession().status === 'signed-in') changeUser(await read<User>('/me'));
    },
  });
}

export function useResendVerification() {
  return useMutation({ mutationFn: () => command<undefined>('post', '/auth/email/resend') });
}
