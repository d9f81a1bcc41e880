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

/** Asked for again and again, and more often while one of them is built anew. */
export function useProjections() {
  return useQuery({
    queryKey: ['projections'],
    queryFn: ({ signal }) => read<ProjectionList>('/admin/projections', {}, signal),
    refetchInterval: ({ state: { data } }) => data !== undefined && (data.items.some(({ state }) => state === 'rebuilding') ? 1_000 : 5_000),
  });
}

export function useRebuild() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => command<undefined>('post', `/admin/projections/${encodeURIComponent(name)}/rebuild`),
    onSettled: () => client.invalidateQueries({ queryKey: ['projections'] }),
  });
}
