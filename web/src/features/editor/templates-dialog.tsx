import { useState } from 'react';
import { useIntent } from '@/api/intent';
import { problemOf } from '@/api/problem';
import type { VenueTemplate } from '@/api/schema';
import { readTemplate, useForgetTemplate, useKeepTemplate, useTemplates } from '@/api/templates';
import { useT } from '@/i18n';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/field';
import { Notice } from '@/ui/notice';
import { LoadingLines } from '@/ui/skeleton';
import { sayDone } from '@/ui/toasts';
import { draftOf, sectionsOf, type Draft } from './draft';
import type { Plan } from './use-plan';

interface TemplatesDialogProps {
  plan: Plan;
  currency: string;
  onPlan: (draft: Draft, currency: string) => void;
  onClose: () => void;
}

/** Plans that are kept for the next events: begin with one, or keep this one. */
export function TemplatesDialog({ plan, currency, onPlan, onClose }: TemplatesDialogProps) {
  const t = useT();
  const [cursor, setCursor] = useState<string>();
  const templates = useTemplates(cursor);
  const [failure, setFailure] = useState<string>();
  const begin = async ({ id }: VenueTemplate) => {
    setFailure(undefined);
    try {
      const { seating, currency: own } = await readTemplate(id);
      onPlan(draftOf(seating.sections, own), own);
    } catch (error) {
      setFailure(problemOf(error).message);
    }
  };
  const next = templates.data?.next_cursor;
  return (
    <Dialog title={t('editor.templates')} onClose={onClose}>
      <div className="flex flex-col gap-5">
        {templates.isPending && <LoadingLines what={t('editor.templates')} lines={3} />}
        {templates.isError && <Notice kind="problem" title={t('editor.templatesNotShown')}>{problemOf(templates.error).message}</Notice>}
        {templates.data?.items.length === 0 && <p className="text-muted">{t('editor.noTemplates')}</p>}
        {templates.data && templates.data.items.length > 0 && (
          <ul aria-label={t('editor.templates')} className="flex flex-col gap-2">
            {templates.data.items.map((template) => (
              <TemplateLine key={template.id} template={template} onBegin={() => void begin(template)} onFailure={setFailure} />
            ))}
          </ul>
        )}
        {(cursor ?? next) && (
          <div className="flex gap-2">
            <Button size="small" aria-disabled={!cursor} onClick={() => setCursor(undefined)}>{t('editor.firstPage')}</Button>
            <Button size="small" aria-disabled={!next} onClick={() => setCursor(next ?? undefined)}>{t('editor.next')}</Button>
          </div>
        )}
        <KeepTemplate plan={plan} currency={currency} onFailure={setFailure} onWrong={onClose} />
        {failure && <Notice kind="problem" title={t('editor.notDone')}>{failure}</Notice>}
        <div><Button onClick={onClose}>{t('editor.close')}</Button></div>
      </div>
    </Dialog>
  );
}

interface TemplateLineProps {
  template: VenueTemplate;
  onBegin: () => void;
  onFailure: (message: string) => void;
}

function TemplateLine({ template: { id, name, capacity, currency }, onBegin, onFailure }: TemplateLineProps) {
  const t = useT();
  const forget = useForgetTemplate();
  const [asked, setAsked] = useState(false);
  const go = () => forget.mutate(id, { onError: (error) => onFailure(problemOf(error).message) });
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line p-3">
      <div className="min-w-0">
        <p className="font-semibold break-words">{name}</p>
        <p className="text-sm text-muted">{t('editor.seats', { count: capacity })} · {currency}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" look="primary" aria-label={t('editor.useNamed', { name })} onClick={onBegin}>{t('editor.use')}</Button>
        {asked
          ? <Button size="small" look="danger" busy={forget.isPending} onClick={go}>{t('editor.reallyForget', { name })}</Button>
          : <Button size="small" aria-label={t('editor.forgetNamed', { name })} onClick={() => setAsked(true)}>{t('editor.forget')}</Button>}
      </div>
    </li>
  );
}

interface KeepTemplateProps {
  plan: Plan;
  currency: string;
  onFailure: (message: string | undefined) => void;
  /** The plan is not one that can be kept: what is wrong stands at its fields. */
  onWrong: () => void;
}

function KeepTemplate({ plan, currency, onFailure, onWrong }: KeepTemplateProps) {
  const t = useT();
  const keep = useKeepTemplate();
  const intent = useIntent();
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const submit = async () => {
    onFailure(undefined);
    setError(name.trim() === '' ? t('editor.enterName') : undefined);
    if (name.trim() === '') return;
    if (!plan.check()) {
      onWrong();
      return;
    }
    const input = { name: name.trim(), currency, seating: { sections: sectionsOf(plan.draft, currency) } };
    try {
      await keep.mutateAsync({ input, key: intent.keyFor(input) });
      sayDone(t('editor.kept', { name: input.name }));
      setName('');
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (!problem.retryable) intent.settle();
      if (problem.errors.some(({ field }) => field === 'name')) setError(t('editor.nameTaken'));
      else if (plan.refuse(problem.errors).length < problem.errors.length) onWrong();
      else onFailure(problem.message);
    }
  };
  return (
    <div className="flex flex-wrap items-start gap-3 border-t border-line pt-4">
      <TextField
        className="grow"
        label={t('editor.templateName')}
        maxLength={200}
        value={name}
        error={error}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void submit();
        }}
      />
      <Button className="mt-6" busy={keep.isPending} onClick={() => void submit()}>{t('editor.keep')}</Button>
    </div>
  );
}
