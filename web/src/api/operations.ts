import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { command, read } from './client';
import type { Mail, MailContent, MailList, ProjectionList } from './schema';

export function useMails(filter: { status?: string; cursor?: string }) {
  return useQuery({
    queryKey: ['mails', 'list', filter],
    queryFn: ({ signal }) => read<MailList>('/admin/mails', filter, signal),
    placeholderData: keepPreviousData,
  });
}

/** What a mail says; asked for only when somebody opens it. */
export function useMailContent(id: string) {
  return useQuery({
    queryKey: ['mails', 'one', id],
    queryFn: ({ signal }) => read<MailContent>(`/admin/mails/${id}`, {}, signal),
  });
}

export function useRetryMail() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => command<Mail>('post', `/admin/mails/${id}/retry`),
    onSettled: () => client.invalidateQueries({ queryKey: ['mails'] }),
  });
}

export function useProjections() {
  return useQuery({
    queryKey: ['projections'],
    queryFn: ({ signal }) => read<ProjectionList>('/admin/projections', {}, signal),
    refetchInterval: 5_000,
  });
}
