import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { command, read } from './client';
import type { TemplateInput, VenueTemplateList, VenueTemplatePlan } from './schema';

const key = ['templates'];

/** The seating plans that are kept for the next events, without their seats. */
export function useTemplates(cursor: string | undefined) {
  return useQuery({
    queryKey: [...key, cursor],
    queryFn: ({ signal }) => read<VenueTemplateList>('/admin/templates', { cursor }, signal),
  });
}

export function readTemplate(id: string): Promise<VenueTemplatePlan> {
  return read<VenueTemplatePlan>(`/admin/templates/${encodeURIComponent(id)}`);
}

function useTemplateCommand<Input, Answer>(run: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => client.invalidateQueries({ queryKey: key }) });
}

export function useKeepTemplate() {
  return useTemplateCommand(({ input, key: name }: { input: TemplateInput; key: string }) =>
    command<VenueTemplatePlan>('post', '/admin/templates', input, name));
}

export function useForgetTemplate() {
  return useTemplateCommand((id: string) => command<undefined>('delete', `/admin/templates/${encodeURIComponent(id)}`));
}
